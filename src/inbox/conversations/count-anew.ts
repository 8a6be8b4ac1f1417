import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { PREVIEW_LENGTH } from '../store.ts'

/** Counts conversations' messages and people from the rows, after some were taken away. */
export async function countAnew(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    with counted as (
      select c.id, count(m.id)::int as messages, coalesce(sum(char_length(m.body)), 0)::int as characters,
        count(*) filter (where m.author_kind = 'contact')::int as contact_messages,
        max(m.sent_at) as last_at,
        (array_agg(m.author_kind order by m.sent_at desc, m.id desc))[1] as last_author,
        left(regexp_replace((array_agg(m.body order by m.sent_at desc, m.id desc))[1], '\s+', ' ', 'g'),
          ${PREVIEW_LENGTH}) as preview,
        (array_agg(m.author_kind order by m.sent_at, m.id))[1] as started_by
      from conversations c
      left join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
      where c.workspace_id = ${workspaceId} and c.id = any(${ids}::uuid[])
      group by c.id
    )
    update conversations c
    set message_count = counted.messages, characters = counted.characters,
      contact_message_count = counted.contact_messages, last_message_at = counted.last_at,
      last_message_author = counted.last_author, last_message_preview = counted.preview,
      started_by = counted.started_by,
      contact_count = (select count(*) from conversation_contacts p
        where p.workspace_id = c.workspace_id and p.conversation_id = c.id)
    from counted where c.workspace_id = ${workspaceId} and c.id = counted.id`.execute(tx)
}
