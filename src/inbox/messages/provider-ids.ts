import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import type { ChannelId } from '../../policy/settings.ts'

type Name = { workspaceId: string; channel: ChannelId; providerId: string }

type Noted = Name & { conversationId: string; messageId?: string; surveyId?: string }

/** What a provider calls a message of a conversation, ours or the contact's: receipts and answers name it. */
export async function noteProviderId(tx: Tx, noted: Noted, now: Instant): Promise<void> {
  await noteProviderIds(tx, [noted], now)
}

/** The same of many. */
export async function noteProviderIds(tx: Tx, all: readonly Noted[], now: Instant): Promise<void> {
  if (all.length === 0) return
  const rows = all.map((noted) => ({
    workspace_id: noted.workspaceId,
    channel: noted.channel,
    provider_id: noted.providerId,
    conversation_id: noted.conversationId,
    message_id: noted.messageId ?? null,
    survey_id: noted.surveyId ?? null,
    noted_at: new Date(now),
  }))
  await sql`insert into message_provider_ids
    select * from json_populate_recordset(null::message_provider_ids, ${JSON.stringify(rows)}::json)
    on conflict do nothing`.execute(tx)
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
