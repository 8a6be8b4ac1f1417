import { closingCardOf } from '../apps/closing-cards.ts'
import type { ConversationRow, MessageRow } from '../inbox/present.ts'
import { toIso, toIsoOrNull } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { decodeCursor, toPage } from '../platform/http/paging.ts'
import { done, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import { isEnded } from '../policy/settings.ts'
import { surveyCards } from '../surveys/answering/survey-card.ts'
import type { ChatConversation, ChatHistory, ChatListItem, ChatMessage, ChatSurvey } from './schema.ts'
import { countOwnConversations, findOwnConversation, listOwnConversations } from './store.ts'
import { findContactOf, findWorkspace, messagesBefore } from '../customers/own.ts'
import { unknownVisitor, type Visitor } from '../customers/visitor.ts'

const PAGE = 100
const LIST = 50

/** A conversation of the visitor's with its messages and its surveys; the latest, or the one named. */
export async function getHistory(
  ctx: Context,
  visitor: Visitor,
  query: { id?: string | undefined; before?: string | undefined; lang?: string | undefined },
): Promise<Outcome<ChatHistory>> {
  const before = query.before === undefined ? null : decodeCursor(query.before)
  if (query.before !== undefined && !before) return invalid('before', 'is not a cursor of this conversation')
  const conversation = await findOwnConversation(ctx.db, visitor, query.id)
  if (!conversation) {
    if (query.id) return notFound('conversation')
    if (!(await findContactOf(ctx.db, visitor))) return unknownVisitor()
    return done({
      conversation: null,
      messages: [],
      older: null,
      surveys: [],
      closing: null,
      conversations: 0,
    })
  }
  const rows = await messagesBefore(ctx.db, conversation, PAGE, before)
  const workspace = await findWorkspace(ctx.db, visitor.workspaceId)
  const { data, next_cursor: older } = toPage(rows, PAGE, (row) => ({ at: row.sent_at, id: row.id }))
  return done({
    conversation: presentChatConversation(conversation),
    messages: data.toReversed().map((row) => presentChatMessage(row, workspace?.name)),
    older,
    surveys: await surveysFor(ctx, conversation, query.lang ?? null),
    closing: isEnded(conversation.status) ? await closingCardOf(ctx.db, conversation) : null,
    conversations: await countOwnConversations(ctx.db, visitor),
  })
}

/** The visitor's conversations in the web chat, newest first. */
export async function listHistory(
  ctx: Context,
  visitor: Visitor,
): Promise<Outcome<{ data: ChatListItem[] }>> {
  const rows = await listOwnConversations(ctx.db, visitor, LIST)
  const cards = await surveyCards(
    ctx,
    visitor.workspaceId,
    rows.map(({ id }) => id),
  )
  const data = rows.map((row) => ({
    ...presentChatConversation(row),
    subject: row.subject,
    last_message:
      row.last_message_at === null
        ? null
        : {
            body: row.last_message_preview ?? '',
            from_contact: row.last_message_author === 'contact',
            sent_at: toIso(row.last_message_at),
          },
    can_rate: (cards.get(row.id) ?? []).some(({ can }) => can.rate),
    updated_at: toIso(row.updated_at),
  }))
  return done({ data })
}

async function surveysFor(
  ctx: Context,
  { workspace_id: workspaceId, id }: ConversationRow,
  locale: string | null,
): Promise<ChatSurvey[]> {
  const cards = (await surveyCards(ctx, workspaceId, [id], locale)).get(id) ?? []
  return cards.map((card) => ({ ...card, sent_at: toIsoOrNull(card.sent_at) }))
}

function presentChatConversation(row: ConversationRow): ChatConversation {
  return { id: row.id, status: row.status, ended: isEnded(row.status), ended_at: toIsoOrNull(row.ended_at) }
}

/** A message as its reader may see it: who of the team wrote, by name only. A workflow's name is the house's own. */
export function presentChatMessage(row: MessageRow, brand: string | null = null): ChatMessage {
  const name = row.author_kind === 'workflow' ? brand : row.author_name
  return {
    id: row.id,
    client_id: row.author_kind === 'contact' ? row.external_id : null,
    author: { kind: row.author_kind, name },
    body: row.body,
    sent_at: toIso(row.sent_at),
  }
}
