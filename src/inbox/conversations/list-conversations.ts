import { sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import { decodeCursor, toPage } from '../../platform/http/paging.ts'
import { done, invalid, notFound, type Outcome } from '../../platform/outcome.ts'
import type { Instant } from '../../policy/decision.ts'
import { ENDED_STATUSES } from '../../policy/settings.ts'
import { presentConversation } from '../present.ts'
import type { Conversation, ConversationFilter } from '../schema.ts'

/** Who looks: unread and "me" are his. Null for a key that speaks for the workspace. */
export type Reader = { workspaceId: string; memberId: string | null }

/** Conversations by the time that lists show, newest first, a page at a time. */
export async function listConversations(
  ctx: Context,
  reader: Reader,
  filter: ConversationFilter,
): Promise<Outcome<{ data: Conversation[]; next_cursor: string | null }>> {
  const after = filter.cursor === undefined ? null : decodeCursor(filter.cursor)
  if (filter.cursor !== undefined && !after) return invalid('cursor', 'is not a cursor of this list')
  let query = rowsFor(ctx, reader)
    .orderBy(LAST_AT, 'desc')
    .orderBy('conversations.id', 'desc')
    .limit(filter.limit + 1)
  if (after) {
    query = query.where(
      sql<boolean>`(${LAST_AT}, conversations.id) < (${new Date(after.at)}, ${after.id}::uuid)`,
    )
  }
  const { status, assignee, unread, q } = filter
  if (status === 'active') query = query.where('conversations.status', 'in', ['open', 'snoozed'])
  else if (status === 'ended') query = query.where('conversations.status', 'in', ENDED_STATUSES)
  else if (status !== 'all') query = query.where('conversations.status', '=', status)
  if (assignee === 'nobody') query = query.where('conversations.assignee_id', 'is', null)
  else if (assignee === 'me') query = query.where('conversations.assignee_id', '=', reader.memberId)
  else if (assignee) query = query.where('conversations.assignee_id', '=', assignee)
  if (filter.team_id) query = query.where('conversations.team_id', '=', filter.team_id)
  if (filter.channel) query = query.where('conversations.channel', '=', filter.channel)
  if (filter.contact_id) query = query.where('conversations.contact_id', '=', filter.contact_id)
  if (filter.tag) query = query.where(sql<boolean>`${filter.tag} = any(conversations.tags)`)
  if (unread) query = query.where(IS_UNREAD, '=', unread === 'true')
  if (q) {
    const pattern = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    query = query.where((eb) =>
      eb.or([
        eb('conversations.subject', 'ilike', pattern),
        eb('conversations.last_message_preview', 'ilike', pattern),
        eb('contacts.name', 'ilike', pattern),
        eb('contacts.email', 'ilike', pattern),
      ]),
    )
  }
  const rows = await query.execute()
  const result = toPage(rows, filter.limit, (row) => ({ at: lastAt(row), id: row.id }))
  return done({ data: result.data.map(present), next_cursor: result.next_cursor })
}

/** One conversation as the reader sees it. */
export async function getConversation(
  ctx: Context,
  reader: Reader,
  id: string,
): Promise<Outcome<Conversation>> {
  const row = await rowsFor(ctx, reader).where('conversations.id', '=', id).executeTakeFirst()
  return row ? done(present(row)) : notFound('conversation')
}

/** What the indexes of migration 0002 are on. A change of status, tag or assignee moves nothing. */
const LAST_AT = sql<Instant>`greatest(
  coalesce(conversations.last_message_at, conversations.created_at), conversations.returned_at)`

type Listed = { last_message_at: Instant | null; created_at: Instant; returned_at: Instant | null }

/**
 * When something was said last, with no message yet when it began; or when it came back since, being woken or opened again:
 * then it asks for somebody as much as a new one.
 */
function lastAt({ last_message_at: last, created_at: begun, returned_at: returned }: Listed): Instant {
  return Math.max(last ?? begun, returned ?? -Infinity)
}

const IS_UNREAD = sql<boolean>`(conversations.last_message_author is not distinct from 'contact'
  and (reads.read_at is null or reads.read_at < conversations.last_message_at))`

function rowsFor(ctx: Context, reader: Reader) {
  return ctx.db
    .selectFrom('conversations')
    .innerJoin('contacts', (join) =>
      join
        .onRef('contacts.workspace_id', '=', 'conversations.workspace_id')
        .onRef('contacts.id', '=', 'conversations.contact_id'),
    )
    .leftJoin('conversation_reads as reads', (join) =>
      join
        .onRef('reads.workspace_id', '=', 'conversations.workspace_id')
        .onRef('reads.conversation_id', '=', 'conversations.id')
        .on('reads.member_id', '=', reader.memberId),
    )
    .selectAll('conversations')
    .select([
      'contacts.name as contact_name',
      'contacts.email as contact_email',
      'contacts.claimed_email as contact_claimed_email',
      'contacts.phone as contact_phone',
      'contacts.kind as contact_kind',
      IS_UNREAD.as('unread'),
    ])
    .where('conversations.workspace_id', '=', reader.workspaceId)
}

function present(row: Awaited<ReturnType<ReturnType<typeof rowsFor>['execute']>>[number]): Conversation {
  const contact = {
    id: row.contact_id,
    name: row.contact_name,
    email: row.contact_email,
    claimed_email: row.contact_claimed_email,
    phone: row.contact_phone,
    kind: row.contact_kind,
  }
  return presentConversation(row, contact, row.unread)
}

/** The member has seen everything up to now. */
export async function markRead(ctx: Context, reader: Reader, id: string): Promise<Outcome<null>> {
  const found = await getConversation(ctx, reader, id)
  if (!found.ok) return found
  // A key that speaks for the workspace has read nothing.
  if (reader.memberId === null) return done(null)
  await ctx.db
    .insertInto('conversation_reads')
    .values({
      workspace_id: reader.workspaceId,
      conversation_id: id,
      member_id: reader.memberId,
      read_at: new Date(ctx.clock.now()),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'conversation_id', 'member_id'])
        .doUpdateSet((eb) => ({ read_at: eb.ref('excluded.read_at') })),
    )
    .execute()
  return done(null)
}
