import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Position } from '../platform/http/paging.ts'
import type { Instant } from '../policy/decision.ts'
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

/** Stores a sealed secret if the workspace has none yet, and returns the one it has. */
export async function keepSecret(db: Db, workspaceId: string, sealed: string): Promise<string> {
  const row = await db
    .updateTable('workspaces')
    .set((eb) => ({
      widget_secret: sql<string>`case when ${eb.ref('widget_secret')} = '' then ${sealed} else widget_secret end`,
    }))
    .where('id', '=', workspaceId)
    .returning('widget_secret')
    .executeTakeFirstOrThrow()
  return row.widget_secret
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

function ownConversations(db: Db, { workspaceId, contactId }: Visitor) {
  return db
    .selectFrom('conversations')
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', contactId)
    .where('channel', '=', 'web_chat')
}

/** One conversation of the visitor's: the named one, else the one something happened in last. */
export async function findOwnConversation(db: Db, visitor: Visitor, id?: string) {
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

/** The visitor's conversations, newest first, each with whether a survey of it waits for its answer. */
export async function listOwnConversations(db: Db, visitor: Visitor, limit: number, now: Instant) {
  return ownConversations(db, visitor)
    .selectAll()
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('surveys')
            .select('id')
            .where('surveys.workspace_id', '=', visitor.workspaceId)
            .whereRef('surveys.conversation_id', '=', 'conversations.id')
            .where('surveys.channel', '=', 'web_chat')
            .where('surveys.state', '=', 'sent')
            .where((or) =>
              or.or([or('rate_until', 'is', null), or('rate_until', '>', new Date(now) as never)]),
            ),
        )
        .as('can_rate'),
    )
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

/** When each survey of a conversation was put to its customer. */
export async function surveysSent(
  db: Db,
  workspaceId: string,
  conversationId: string,
): Promise<Map<string, Instant | null>> {
  const rows = await db
    .selectFrom('surveys')
    .select(['id', 'sent_at'])
    .where('workspace_id', '=', workspaceId)
    .where('conversation_id', '=', conversationId)
    .execute()
  return new Map(rows.map((row) => [row.id, row.sent_at]))
}
