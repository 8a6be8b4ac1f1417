import { sql } from 'kysely'
import { toIso } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { decodeCursor, toPage } from '../../platform/http/paging.ts'
import { done, invalid, notFound, type Outcome } from '../../platform/outcome.ts'
import type { TimelineEntry } from '../schema.ts'
import { attachmentsOf } from '../messages/attachments.ts'
import { contactNameColumn } from '../contacts/contact-name.ts'
import { findConversation } from '../find.ts'

/** A row of the merged timeline before anything is hidden from its reader. */
export type RawEntry = {
  id: string
  at: number
  kind: TimelineEntry['kind']
  actor_kind: string
  actor_id: string | null
  actor_name: string | null
  survey_id: string | null
  data: Record<string, unknown>
}

/**
 * Messages and what happened beside them, in order; the newest page first, each page ascending, the cursor
 * leading to older ones. What a reader may see of ratings is the surveys' business (`filterEntries`).
 */
export async function getTimeline(
  ctx: Context,
  workspaceId: string,
  conversationId: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<Outcome<{ entries: RawEntry[]; next_cursor: string | null }>> {
  if (!(await findConversation(ctx.db, workspaceId, conversationId))) return notFound('conversation')
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor)
  if (query.cursor !== undefined && !before) return invalid('cursor', 'is not a cursor of this list')
  const older = before ? sql`and (at, id) < (${new Date(before.at)}, ${before.id}::uuid)` : sql``
  const { rows } = await sql<RawEntry>`
    with entries as (
      (select id, sent_at as at, 'message' as kind, author_kind as actor_kind, author_id as actor_id,
         author_name as actor_name, null::uuid as survey_id,
         jsonb_strip_nulls(jsonb_build_object('subject', subject, 'body', body, 'delivery', case delivery.state when 'unknown' then 'rejected' else delivery.state end, 'delivery_error', delivery.error)) as data
       from messages left join message_deliveries delivery
         on delivery.workspace_id = messages.workspace_id and delivery.message_id = messages.id
       where messages.workspace_id = ${workspaceId} and conversation_id = ${conversationId}
         ${before ? sql`and (sent_at, id) < (${new Date(before.at)}, ${before.id}::uuid)` : sql``}
       order by sent_at desc, id desc limit ${query.limit + 1})
      union all
      (select id, at, kind, actor_kind, actor_id, null, survey_id, data
       from timeline_entries
       where workspace_id = ${workspaceId} and conversation_id = ${conversationId} ${older}
       order by at desc, id desc limit ${query.limit + 1})
    )
    select entries.id, entries.at, entries.kind, actor_kind, actor_id, survey_id, data,
      coalesce(actor_name, members.name, ${contactNameColumn('contacts')}, data ->> 'actor_name') as actor_name
    from entries
    left join members on members.workspace_id = ${workspaceId} and members.id = actor_id
    left join contacts on contacts.workspace_id = ${workspaceId} and contacts.id = actor_id
    order by entries.at desc, entries.id desc limit ${query.limit + 1}`.execute(ctx.db)
  const result = toPage(rows, query.limit, (row) => ({ at: row.at, id: row.id }))
  const entries = await withAttachments(ctx, workspaceId, result.data.toReversed())
  return done({ entries, next_cursor: result.next_cursor })
}

async function withAttachments(ctx: Context, workspaceId: string, entries: RawEntry[]): Promise<RawEntry[]> {
  const messages = entries.filter(
    ({ kind, actor_kind: author }) => kind === 'message' && author === 'contact',
  )
  const files = await attachmentsOf(
    ctx.db,
    workspaceId,
    messages.map(({ id }) => id),
  )
  return entries.map((entry) => {
    const attachments = files.get(entry.id)
    return attachments ? { ...entry, data: { ...entry.data, attachments } } : entry
  })
}

/** An entry as the API shows it. */
export function presentEntry(entry: RawEntry): TimelineEntry {
  const { actor_name: _told, knows: _known, ...data } = entry.data
  return {
    id: entry.id,
    at: toIso(entry.at),
    kind: entry.kind,
    actor: { kind: entry.actor_kind, id: entry.actor_id, name: entry.actor_name },
    data: entry.survey_id ? { survey_id: entry.survey_id, ...data } : data,
  }
}
