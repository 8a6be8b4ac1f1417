import { type ExpressionBuilder, sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { AuthorKind, Tables } from '../platform/tables.ts'
import type { Instant } from '../policy/decision.ts'
import type { ContactRow, ConversationRow, MessageRow } from './present.ts'

/** The inbox's SQL on contacts, conversations and messages. Every query names the workspace. */

export async function findContact(
  db: Db | Tx,
  workspaceId: string,
  id: string,
): Promise<ContactRow | undefined> {
  return db
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function findConversation(
  db: Db | Tx,
  workspaceId: string,
  id: string,
): Promise<ConversationRow | undefined> {
  return db
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function findConversationByExternalId(
  db: Db | Tx,
  workspaceId: string,
  externalId: string,
): Promise<ConversationRow | undefined> {
  return db
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('external_id', '=', externalId)
    .executeTakeFirst()
}

/**
 * Locks a conversation and its contact for the rest of the transaction, the contact first: whatever asks
 * or answers takes them in this order, so that two of them wait for each other and never stand in a ring.
 */
export async function lockConversation(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<{ conversation: ConversationRow; contact: ContactRow } | null> {
  const contact = await tx
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', (eb) =>
      eb
        .selectFrom('conversations')
        .select('contact_id')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id),
    )
    .forUpdate()
    .executeTakeFirst()
  if (!contact) return null
  const conversation = await tx
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return conversation ? { conversation, contact } : null
}

export async function memberExists(db: Db | Tx, workspaceId: string, memberId: string): Promise<boolean> {
  const row = await db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', memberId)
    .executeTakeFirst()
  return row !== undefined
}

export async function memberName(db: Db | Tx, workspaceId: string, memberId: string): Promise<string | null> {
  const row = await db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select('users.name')
    .where('members.workspace_id', '=', workspaceId)
    .where('members.id', '=', memberId)
    .executeTakeFirst()
  return row?.name ?? null
}

export async function teamExists(db: Db | Tx, workspaceId: string, teamId: string): Promise<boolean> {
  const row = await db
    .selectFrom('teams')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', teamId)
    .executeTakeFirst()
  return row !== undefined
}

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
const PREVIEW_LENGTH = 160

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
