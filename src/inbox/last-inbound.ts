import type { Db } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import type { ChannelId } from '../policy/settings.ts'
import type { ContactRow } from './present.ts'

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
