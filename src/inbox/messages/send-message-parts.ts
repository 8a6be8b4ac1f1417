import { sql } from 'kysely'
import type { OutgoingMessage } from '../../channels/channel.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database.ts'
import { outlast, type Patience } from '../../platform/database-outage.ts'
import type { ChannelId } from '../../policy/settings.ts'
import type { ConversationRow, MessageRow } from '../present.ts'
import { noteProviderId } from './provider-ids.ts'

type Parted = { message: MessageRow; conversation: ConversationRow; done: number; hook: ChannelId }

/**
 * What arrived of a message in parts (C15) is written down part by part, with what the provider calls each: `done` did
 * before. While the database is away the note waits for it.
 */
export function partsOf(
  ctx: Context,
  { message, conversation, done: before, hook }: Parted,
  patience: Patience | undefined,
): OutgoingMessage['parts'] {
  const { workspace_id: workspaceId, id: messageId } = message
  return {
    done: before,
    async note(done, providerId) {
      const now = ctx.clock.now()
      const note = async (tx: Tx): Promise<void> => {
        await tx
          .updateTable('message_deliveries')
          .set({ parts_done: sql`greatest(parts_done, ${done})`, updated_at: new Date(now) })
          .where('workspace_id', '=', workspaceId)
          .where('message_id', '=', messageId)
          .execute()
        if (providerId === null) return
        const name = { workspaceId, channel: hook, providerId }
        await noteProviderId(tx, { ...name, conversationId: conversation.id, messageId }, now)
      }
      await outlast(() => ctx.db.transaction().execute(note), patience)
    },
  }
}
