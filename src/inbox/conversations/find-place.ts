import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import type { ChannelId } from '../../policy/settings.ts'
import type { ConversationRow } from '../present.ts'

/** So long after its end a conversation goes on when the contact writes again; later a new one begins. */
const GOES_ON_MS = 24 * 3_600_000

/**
 * The conversation that a contact's message on a channel belongs to: the latest that is open or snoozed, else the
 * latest that ended not long ago. Undefined: a new one. In the web chat the visitor sees what he writes into and begins anew when
 * he likes (webchat/store.ts); on other channels nobody but we can tell.
 */
export async function conversationFor(
  tx: Tx,
  { workspaceId, contactId, channel }: { workspaceId: string; contactId: string; channel: ChannelId },
  now: Instant,
): Promise<ConversationRow | undefined> {
  const { rows } = await sql<ConversationRow>`select * from conversations
    where workspace_id = ${workspaceId} and contact_id = ${contactId} and channel = ${channel}
      and (status in ('open', 'snoozed') or ended_at >= ${new Date(now - GOES_ON_MS)})
    order by status in ('open', 'snoozed') desc, coalesce(last_message_at, created_at) desc, id desc
    limit 1`.execute(tx)
  return rows[0]
}
