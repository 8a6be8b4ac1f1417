import { type ExpressionBuilder, sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { AuthorKind } from '../platform/tables/words.ts'
import type { Instant } from '../policy/decision.ts'
import type { MessageRow } from './present.ts'

/** The inbox's SQL on participants and message counts. Every query names the workspace. */

/** Makes a contact one of the conversation's people; true when he was not before. */
export async function addParticipant(
  tx: Tx,
  workspaceId: string,
  conversationId: string,
  contactId: string,
): Promise<boolean> {
  const added = await tx
    .insertInto('conversation_contacts')
    .values({ workspace_id: workspaceId, conversation_id: conversationId, contact_id: contactId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('contact_id')
    .executeTakeFirst()
  return added !== undefined
}

const COUNTER = {
  contact: 'contact_message_count',
  teammate: 'teammate_message_count',
  bot: 'bot_message_count',
  workflow: 'workflow_message_count',
} as const satisfies Record<AuthorKind, keyof Tables['conversations']>

/** How much of a message the list shows. */
export const PREVIEW_LENGTH = 160

/**
 * Counts a stored message into its conversation. Holds for messages that come in any order: what is
 * "first" and "last" follows from sent_at, not from arrival.
 */
export async function countMessage(tx: Tx, message: MessageRow, now: Instant): Promise<void> {
  const counter = COUNTER[message.author_kind]
  const isNewest = sql<boolean>`coalesce(last_message_at <= ${new Date(message.sent_at)}, true)`
  const preview = message.body.replaceAll(/\s+/g, ' ').slice(0, PREVIEW_LENGTH)
  await tx
    .updateTable('conversations')
    .set((eb: ExpressionBuilder<Tables, 'conversations'>) => ({
      [counter]: eb(counter, '+', 1),
      message_count: eb('message_count', '+', 1),
      characters: eb('characters', '+', [...message.body].length),
      last_message_preview: sql<string>`case when ${isNewest} then ${preview} else last_message_preview end`,
      last_message_author: sql<AuthorKind>`case when ${isNewest} then ${message.author_kind} else last_message_author end`,
      last_message_at: sql<Date>`greatest(last_message_at, ${new Date(message.sent_at)})`,
      started_by: sql<AuthorKind>`(select author_kind from messages m
        where m.workspace_id = ${message.workspace_id} and m.conversation_id = ${message.conversation_id}
        order by m.sent_at, m.id limit 1)`,
      ...(message.author_kind === 'teammate'
        ? {
            last_teammate_id: sql<string>`case when coalesce(last_teammate_at <= ${new Date(message.sent_at)}, true)
              then ${message.author_id}::uuid else last_teammate_id end`,
            last_teammate_at: sql<Date>`greatest(last_teammate_at, ${new Date(message.sent_at)})`,
          }
        : {}),
      updated_at: new Date(now),
    }))
    .where('workspace_id', '=', message.workspace_id)
    .where('id', '=', message.conversation_id)
    .execute()
}
