import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import type { ChannelId } from '../../policy/settings.ts'
import type { ContactRow } from '../present.ts'

/** When a contact last wrote to us on a channel; null for never. */
export async function lastInboundAt(
  db: Db,
  { workspace_id: workspaceId, id }: ContactRow,
  channel: ChannelId,
): Promise<Instant | null> {
  const row = await db
    .selectFrom('messages')
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.workspace_id', '=', 'messages.workspace_id')
        .onRef('conversations.id', '=', 'messages.conversation_id'),
    )
    .select('messages.sent_at')
    .where('conversations.workspace_id', '=', workspaceId)
    .where('conversations.contact_id', '=', id)
    .where('conversations.channel', '=', channel)
    .where('messages.author_kind', '=', 'contact')
    .where('messages.author_id', '=', id)
    .orderBy('messages.sent_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.sent_at ?? null
}

/** The same for many contacts, each on a channel, in their order. */
export async function lastInboundOfAll(
  db: Db | Tx,
  asked: readonly { workspaceId: string; contactId: string; channel: ChannelId }[],
): Promise<(Instant | null)[]> {
  const { rows } = await sql<{ at: Instant | null }>`
    select (
      select max(m.sent_at) from conversations v join messages m on m.workspace_id = v.workspace_id and m.conversation_id = v.id
      where v.workspace_id = x."workspaceId" and v.contact_id = x."contactId" and v.channel = x.channel
        and m.author_kind = 'contact' and m.author_id = x."contactId") as at
    from rows from (json_to_recordset(${JSON.stringify(asked)}::json)
      as ("workspaceId" uuid, "contactId" uuid, channel text)) with ordinality x("workspaceId", "contactId", channel, n)
    order by n`.execute(db)
  return rows.map(({ at }) => at)
}
