import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Position } from '../platform/http/paging.ts'
import type { Visitor } from './visitor.ts'

/** What the web chat reads by itself. Every query names the workspace, and the contact whose things they are. */

export async function findWorkspace(db: Db, id: string) {
  return db
    .selectFrom('workspaces')
    .select(['id', 'name', 'logo', 'brand_color', 'widget_secret'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The id of the only workspace; null when there is none or there are several. */
export async function onlyWorkspace(db: Db): Promise<string | null> {
  const rows = await db.selectFrom('workspaces').select('id').limit(2).execute()
  return rows.length === 1 ? rows[0]!.id : null
}

export async function findContactOf(db: Db, { workspaceId, contactId }: Visitor) {
  return db
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', contactId)
    .executeTakeFirst()
}

export async function findContactByExternalId(db: Db, workspaceId: string, externalId: string) {
  return db
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('external_id', '=', externalId)
    .executeTakeFirst()
}

function ownConversations(db: Db | Tx, { workspaceId, contactId }: Visitor) {
  return db
    .selectFrom('conversations')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', contactId)
    .where('channel', '=', 'web_chat')
}

/** One conversation of the visitor's: the named one, else the one something happened in last. */
export async function findOwnConversation(db: Db | Tx, visitor: Visitor, id?: string) {
  const query = ownConversations(db, visitor).selectAll()
  return id === undefined
    ? query
        .orderBy(sql`coalesce(last_message_at, created_at)`, 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
    : query.where('id', '=', id).executeTakeFirst()
}

export async function countOwnConversations(db: Db, visitor: Visitor): Promise<number> {
  const { count } = await ownConversations(db, visitor)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The visitor's conversations, newest first. */
export async function listOwnConversations(db: Db, visitor: Visitor, limit: number) {
  return ownConversations(db, visitor)
    .selectAll()
    .orderBy(sql`coalesce(last_message_at, created_at)`, 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Messages of a conversation before a position, the newest first, one more than asked for if there are more. */
export async function messagesBefore(
  db: Db,
  conversation: { workspace_id: string; id: string },
  limit: number,
  before: Position | null,
) {
  let query = db
    .selectFrom('messages')
    .selectAll()
    .where('workspace_id', '=', conversation.workspace_id)
    .where('conversation_id', '=', conversation.id)
    .orderBy('sent_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (before) query = query.where(sql<boolean>`(sent_at, id) < (${new Date(before.at)}, ${before.id}::uuid)`)
  return query.execute()
}

export async function findMessageByExternalId(
  db: Db,
  conversation: { workspace_id: string; id: string },
  externalId: string,
) {
  return db
    .selectFrom('messages')
    .selectAll()
    .where('workspace_id', '=', conversation.workspace_id)
    .where('conversation_id', '=', conversation.id)
    .where('external_id', '=', externalId)
    .executeTakeFirst()
}

/** The conversation of a survey that was put to this visitor in the web chat. */
export async function conversationOfSurvey(
  db: Db,
  visitor: Visitor,
  surveyId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('surveys')
    .select('conversation_id')
    .where('workspace_id', '=', visitor.workspaceId)
    .where('contact_id', '=', visitor.contactId)
    .where('id', '=', surveyId)
    .executeTakeFirst()
  return row?.conversation_id ?? null
}
