import type { Actor } from '../../access/actor.ts'
import { presentContact } from '../../inbox/present.ts'
import { type Contact } from '../../inbox/schema.ts'
import { findContact } from '../../inbox/find.ts'
import type { Context } from '../../platform/context.ts'
import { done, notFound, type Outcome } from '../../platform/outcome.ts'
import { currentPolicy } from '../settings/current-policy.ts'
import { eyesOf, maySee, presentResponse } from './present.ts'
import type { Response } from '../schema.ts'

/** A contact with every response that belongs to him and this asker may see, newest first (O11). */
export async function describeContact(
  ctx: Context,
  actor: Actor,
  id: string,
): Promise<Outcome<Contact & { responses: Response[] }>> {
  const contact = await findContact(ctx.db, actor.workspaceId, id)
  if (!contact) return notFound('contact')
  const rows = await ctx.db
    .selectFrom('responses')
    .selectAll()
    .where('workspace_id', '=', actor.workspaceId)
    .where('contact_id', '=', id)
    .where('quarantined', '=', false)
    .orderBy('submitted_at', 'desc')
    .limit(500)
    .execute()
  const eyes = await eyesOf(ctx, actor, (await currentPolicy(ctx.db, actor.workspaceId)).policy)
  const responses = rows.filter((row) => maySee(eyes, row)).map(presentResponse)
  return done({ ...presentContact(contact), responses })
}
