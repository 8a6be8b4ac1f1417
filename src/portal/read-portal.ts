import { closingCardOf } from '../apps/closing-cards.ts'
import type { ClosingCard } from '../apps/schema.ts'
import { attachmentsOf } from '../inbox/messages/attachments.ts'
import type { Attachment } from '../inbox/attachment-schema.ts'
import type { ConversationRow, MessageRow } from '../inbox/present.ts'
import { messagesBefore } from '../customers/own.ts'
import type { Language } from '../languages/catalogue.ts'
import type { Context } from '../platform/context.ts'
import { decodeCursor, toPage } from '../platform/http/paging.ts'
import { isEnded } from '../policy/settings.ts'
import { type SurveyCard, surveyCards } from '../surveys/answering/survey-card.ts'
import type { Customer } from './session.ts'
import { conversationsAsked, findOwn, type ListRow, listOwn, noteRead } from './store.ts'

const LIST = 20
const MESSAGES = 50

/** A conversation whose survey waits for its answer (J6). */
export type Waiting = { conversationId: string; title: string | null }

/** What the bell shows: conversations of the contact's whose survey may be answered now, the last asked first. */
export async function readBell(ctx: Context, customer: Customer): Promise<Waiting[]> {
  const asked = await conversationsAsked(ctx.db, customer, ctx.clock.now())
  const cards = await surveyCards(
    ctx,
    customer.workspaceId,
    asked.map(({ id }) => id),
  )
  return asked
    .filter(({ id }) => (cards.get(id) ?? []).some(({ can }) => can.rate))
    .map(({ id, subject, preview }) => ({ conversationId: id, title: subject ?? preview }))
}

export type PortalList = { rows: (ListRow & { unread: boolean; waits: boolean })[]; next: string | null }

/** The contact's conversations, newest first. A cursor that is none of ours begins at the start. */
export async function readList(
  ctx: Context,
  customer: Customer,
  waiting: readonly Waiting[],
  cursor: string | undefined,
): Promise<PortalList> {
  const found = await listOwn(ctx.db, customer, LIST, cursor === undefined ? null : decodeCursor(cursor))
  const { data, next_cursor: next } = toPage(found, LIST, (row) => ({
    at: row.last_message_at ?? row.created_at,
    id: row.id,
  }))
  const asked = new Set(waiting.map(({ conversationId }) => conversationId))
  const rows = data.map((row) => ({ ...row, unread: isUnread(row), waits: asked.has(row.id) }))
  return { rows, next }
}

function isUnread({ last_message_at: at, last_message_author: author, read_at: readAt }: ListRow): boolean {
  return at !== null && author !== 'contact' && (readAt === null || at > readAt)
}

export type PortalConversation = {
  row: ConversationRow
  /** Oldest first. */
  messages: MessageRow[]
  /** What came with them, by the message's id. */
  files: Map<string, Attachment[]>
  older: string | null
  cards: SurveyCard[]
  closing: ClosingCard | null
}

/** One conversation of the contact's, which is read with that; null for all that are not his. */
export async function readConversation(
  ctx: Context,
  customer: Customer,
  id: string,
  { before, lang }: { before?: string | undefined; lang: Language },
): Promise<PortalConversation | null> {
  const row = await findOwn(ctx.db, customer, id)
  if (!row) return null
  const found = await messagesBefore(
    ctx.db,
    row,
    MESSAGES,
    before === undefined ? null : decodeCursor(before),
  )
  const page = toPage(found, MESSAGES, (message) => ({ at: message.sent_at, id: message.id }))
  const shown = page.data.map((message) => message.id)
  const [cards, closing, files] = await Promise.all([
    surveyCards(ctx, customer.workspaceId, [id], lang),
    isEnded(row.status) ? closingCardOf(ctx.db, row) : null,
    attachmentsOf(ctx.db, customer.workspaceId, shown),
  ])
  await noteRead(ctx.db, customer, id, ctx.clock.now())
  return {
    row,
    messages: page.data.toReversed(),
    files,
    older: page.next_cursor,
    cards: cards.get(id) ?? [],
    closing: closing?.card ?? null,
  }
}
