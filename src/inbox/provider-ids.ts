import type { Db, Tx } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import type { ChannelId } from '../policy/settings.ts'

type Name = { workspaceId: string; channel: ChannelId; providerId: string }

/** What a provider calls a message of a conversation, ours or the contact's: receipts and answers name it. */
export async function noteProviderId(
  tx: Tx,
  noted: Name & { conversationId: string; messageId?: string; surveyId?: string },
  now: Instant,
): Promise<void> {
  await tx
    .insertInto('message_provider_ids')
    .values({
      workspace_id: noted.workspaceId,
      channel: noted.channel,
      provider_id: noted.providerId,
      conversation_id: noted.conversationId,
      message_id: noted.messageId ?? null,
      survey_id: noted.surveyId ?? null,
      noted_at: new Date(now),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What a provider means by its id; undefined when we do not know it. */
export async function findByProviderId(db: Db | Tx, { workspaceId, channel, providerId }: Name) {
  return db
    .selectFrom('message_provider_ids')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where('provider_id', '=', providerId)
    .executeTakeFirst()
}
