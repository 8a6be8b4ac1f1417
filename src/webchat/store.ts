import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Visitor } from '../customers/visitor.ts'

/** What the web chat reads by itself. Every query names the workspace, and the contact whose things they are. */

function ownConversations(db: Db | Tx, { workspaceId, contactId }: Visitor) {
  return db
    .selectFrom('conversations')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', contactId)
    .where('channel', '=', 'web_chat')
}

/**
 * One conversation of the visitor's: the named one, else the one something happened in last, however long ago: he has it
 * before him, and asks for a new one by himself (`fresh`), so that no time has to say it for him as on other channels
 * (inbox/conversations/find-place.ts).
 */
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
