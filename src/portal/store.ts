import { sql } from 'kysely'
import type { ConversationRow } from '../inbox/present.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Position } from '../platform/http/paging.ts'
import type { Instant } from '../policy/decision.ts'
import type { Visitor } from '../customers/visitor.ts'
import type { Customer } from './session.ts'

/** What the portal reads by itself. Every query names the workspace, and the contact whose things they are. */

/** Sites that may show the portal in a frame. */
export async function allowedOrigins(db: Db, workspaceId: string): Promise<string[]> {
  const row = await db
    .selectFrom('portal_settings')
    .select('allowed_origins')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  return row?.allowed_origins ?? []
}

export type ListRow = ConversationRow & { read_at: Instant | null }

/** What may be read: conversations on every channel, or of the web chat only. */
function isSeen({ sees }: Customer, channel: 'c.channel' | 'channel') {
  return sees === 'all' ? sql<boolean>`true` : sql<boolean>`${sql.ref(channel)} = 'web_chat'`
}

/** The contact's conversations, newest first, one more than asked for if there are more. */
export async function listOwn(
  db: Db,
  customer: Customer,
  limit: number,
  after: Position | null,
): Promise<ListRow[]> {
  const at = sql<Instant>`coalesce(c.last_message_at, c.created_at)`
  let query = db
    .selectFrom('conversations as c')
    .leftJoin('portal_reads as r', (join) =>
      join
        .onRef('r.workspace_id', '=', 'c.workspace_id')
        .onRef('r.conversation_id', '=', 'c.id')
        .onRef('r.contact_id', '=', 'c.contact_id'),
    )
    .selectAll('c')
    .select('r.read_at')
    .where('c.workspace_id', '=', customer.workspaceId)
    .where('c.contact_id', '=', customer.contactId)
    .where(isSeen(customer, 'c.channel'))
    .orderBy(at, 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit + 1)
  if (after) query = query.where(sql<boolean>`(${at}, c.id) < (${new Date(after.at)}, ${after.id}::uuid)`)
  return query.execute()
}

export async function findOwn(
  db: Db | Tx,
  customer: Customer,
  id: string,
): Promise<ConversationRow | undefined> {
  return db
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', customer.workspaceId)
    .where('contact_id', '=', customer.contactId)
    .where(isSeen(customer, 'channel'))
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The contact's conversations with a survey that may still be answered. */
export async function conversationsAsked(
  db: Db,
  customer: Customer,
  now: Instant,
): Promise<{ id: string; subject: string | null; preview: string | null }[]> {
  return db
    .selectFrom('surveys as s')
    .innerJoin('conversations as c', (join) =>
      join
        .onRef('c.workspace_id', '=', 's.workspace_id')
        .onRef('c.id', '=', 's.conversation_id')
        .onRef('c.contact_id', '=', 's.contact_id'),
    )
    .select(['c.id', 'c.subject', 'c.last_message_preview as preview'])
    .select((eb) => eb.fn.max('s.sent_at').as('asked_at'))
    .where('s.workspace_id', '=', customer.workspaceId)
    .where('s.contact_id', '=', customer.contactId)
    .where(isSeen(customer, 'c.channel'))
    .where('s.state', '=', 'sent')
    .where((eb) => eb.or([eb('s.rate_until', 'is', null), eb('s.rate_until', '>', new Date(now) as never)]))
    .groupBy(['c.id', 'c.subject', 'c.last_message_preview'])
    .orderBy('asked_at', 'desc')
    .limit(50)
    .execute()
}

/** Is this a survey of this conversation, put to this contact? */
export async function isOwnSurvey(
  db: Db,
  customer: Customer,
  conversationId: string,
  surveyId: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('surveys')
    .select('id')
    .where('workspace_id', '=', customer.workspaceId)
    .where('contact_id', '=', customer.contactId)
    .where(isSeen(customer, 'channel'))
    .where('conversation_id', '=', conversationId)
    .where('id', '=', surveyId)
    .executeTakeFirst()
  return row !== undefined
}

/** Notes that the contact has read the conversation until now. */
export async function noteRead(
  db: Db,
  { workspaceId, contactId }: Visitor,
  conversationId: string,
  now: Instant,
): Promise<void> {
  await db
    .insertInto('portal_reads')
    .values({
      workspace_id: workspaceId,
      conversation_id: conversationId,
      contact_id: contactId,
      read_at: new Date(now),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'conversation_id', 'contact_id'])
        .doUpdateSet({ read_at: new Date(now) }),
    )
    .execute()
}
