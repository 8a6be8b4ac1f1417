import { sql } from 'kysely'
import { toIso } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import { decodeCursor, toPage } from '../platform/http/paging.ts'
import { newId } from '../platform/ids.ts'
import { done, invalid, type Outcome } from '../platform/outcome.ts'
import type { Instant } from '../policy/decision.ts'
import type { ActorKind } from '../platform/tables/words.ts'
import type { AuditEntry } from './schema.ts'

/** Writes an administrative act into the trail, in the transaction that does it. */
export async function audit(
  tx: Tx,
  actor: { workspaceId: string; kind: ActorKind; id: string | null; memberId?: string | null },
  action: string,
  target: string | null,
  detail: Record<string, unknown>,
  at: Instant,
): Promise<void> {
  const isMember = actor.memberId != null
  await tx
    .insertInto('audit_entries')
    .values({
      workspace_id: actor.workspaceId,
      id: newId(),
      actor_kind: isMember ? 'member' : actor.kind,
      actor_id: isMember ? actor.memberId! : actor.id,
      action,
      target,
      detail: JSON.stringify(detail),
      at: new Date(at),
    })
    .execute()
}

/** The trail, newest first. */
export async function listAudit(
  ctx: Context,
  workspaceId: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<Outcome<{ data: AuditEntry[]; next_cursor: string | null }>> {
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor)
  if (query.cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  let rows = ctx.db
    .selectFrom('audit_entries as entry')
    .leftJoin('members', (join) =>
      join
        .onRef('members.workspace_id', '=', 'entry.workspace_id')
        .onRef('members.id', '=', 'entry.actor_id'),
    )
    .selectAll('entry')
    .select('members.name as actor_name')
    .where('entry.workspace_id', '=', workspaceId)
    .orderBy('entry.at', 'desc')
    .orderBy('entry.id', 'desc')
    .limit(query.limit + 1)
  if (after)
    rows = rows.where(sql<boolean>`(entry.at, entry.id) < (${new Date(after.at)}, ${after.id}::uuid)`)
  const result = toPage(await rows.execute(), query.limit, (row) => ({ at: row.at, id: row.id }))
  return done({
    next_cursor: result.next_cursor,
    data: result.data.map((row) => ({
      id: row.id,
      actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
      action: row.action,
      target: row.target,
      detail: row.detail,
      at: toIso(row.at),
    })),
  })
}
