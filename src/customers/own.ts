import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Position } from '../platform/http/paging.ts'
import type { Visitor } from './visitor.ts'

/** What every surface for customers reads. Every query names the workspace, and the contact whose things they are. */

export async function findWorkspace(db: Db, id: string) {
  return db
    .selectFrom('workspaces')
    .select(['id', 'name', 'logo', 'brand_color', 'time_zone', 'widget_secret'])
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

/** The conversation of a survey that was put to this visitor; null for everybody else's. */
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
