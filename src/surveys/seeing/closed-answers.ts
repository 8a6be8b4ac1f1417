import type { Actor } from '../../access/actor.ts'
import { toIsoOrNull } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { currentPolicy } from '../settings/current-policy.ts'
import { eyesOf, hiddenUntil, maySee } from './present.ts'

/** The answers of a contact that the policy does not open to this asker, by id, with the time when it will (C13). */
export async function closedAnswers(
  ctx: Context,
  actor: Actor,
  contactId: string,
): Promise<Map<string, string | null>> {
  const rows = await ctx.db
    .selectFrom('responses')
    .selectAll()
    .where('workspace_id', '=', actor.workspaceId)
    .where('contact_id', '=', contactId)
    .execute()
  const eyes = await eyesOf(ctx, actor, (await currentPolicy(ctx.db, actor.workspaceId)).policy)
  const closed = rows.filter((row) => !maySee(eyes, row))
  return new Map(closed.map((row) => [row.id, toIsoOrNull(hiddenUntil(eyes, row))]))
}
