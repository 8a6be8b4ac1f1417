import { addMessage } from '../inbox/messages/add-message.ts'
import { byContact } from '../inbox/by.ts'
import { openConversation } from '../inbox/conversations/create-conversation.ts'
import { lockContacts } from '../inbox/find.ts'
import { upsertContact } from '../inbox/contacts/upsert-contact.ts'
import { inTransaction } from '../platform/database.ts'
import { done, notFound, type Outcome } from '../platform/outcome.ts'
import type { ConversationStatus } from '../policy/settings.ts'
import { changeStatus, type SurveyDeps } from '../surveys/asking/change-status.ts'
import { presentChatMessage } from './get-history.ts'
import type { ChatMessageAnswer, ChatMessageInput } from './schema.ts'
import { findContactOf, findWorkspace } from '../customers/own.ts'
import { findMessageByExternalId, findOwnConversation } from './store.ts'
import { leadExternalId, unknownVisitor, type Visitor, visitorToken } from '../customers/visitor.ts'

/**
 * Takes a visitor's message: into the conversation it names, else his latest, else a new one. An ended
 * conversation is reopened by it and a snoozed one woken (J3, I18). The same `client_id` again changes
 * nothing, whatever step the first try reached. An unknown visitor becomes a lead and gets his token. The address he
 * types is his word only: it is written to, but he is not known by it.
 */
export async function postMessage(
  deps: SurveyDeps,
  known: Visitor | null,
  input: ChatMessageInput,
): Promise<Outcome<ChatMessageAnswer>> {
  const person = known ? await stillThere(deps, known) : await becomeLead(deps, input)
  if (!person.ok) return person
  const visitor = person.value
  const place = await placeOf(deps, visitor, input)
  if (!place.ok) return place
  const { id, status } = place.value

  const conversation = { workspace_id: visitor.workspaceId, id }
  const repeated = await findMessageByExternalId(deps.ctx.db, conversation, input.client_id)
  if (!repeated) {
    const written = await write(deps, visitor, { id, status }, input)
    if (!written.ok) return written
  }
  const message = repeated ?? (await findMessageByExternalId(deps.ctx.db, conversation, input.client_id))!
  return done({
    conversation_id: id,
    message: presentChatMessage(message),
    token: known ? null : visitorToken(deps.ctx.keys.visitors, visitor),
  })
}

/** A token outlives its contact. */
async function stillThere({ ctx }: SurveyDeps, visitor: Visitor): Promise<Outcome<Visitor>> {
  return (await findContactOf(ctx.db, visitor)) ? done(visitor) : unknownVisitor()
}

async function becomeLead({ ctx }: SurveyDeps, { visitor }: ChatMessageInput): Promise<Outcome<Visitor>> {
  if (!visitor) return unknownVisitor()
  if (!(await findWorkspace(ctx.db, visitor.workspace))) return notFound('workspace')
  const { key, workspace, email, ...profile } = visitor
  const outcome = await upsertContact(
    ctx,
    { workspaceId: workspace, kind: 'contact', id: null },
    { external_id: leadExternalId(ctx.keys.visitors, key), kind: 'lead', claimed_email: email, ...profile },
  )
  return outcome.ok ? done({ workspaceId: workspace, contactId: outcome.value.contact.id }) : outcome
}

async function placeOf(
  { ctx }: SurveyDeps,
  visitor: Visitor,
  input: ChatMessageInput,
): Promise<Outcome<{ id: string; status: ConversationStatus }>> {
  const { conversation_id: named, fresh } = input
  if (named || !fresh) {
    const found = await findOwnConversation(ctx.db, visitor, named)
    if (found) return done(found)
    if (named) return notFound('conversation')
  }
  return inTransaction(ctx.db, async (tx) => {
    // First messages that come at once take turns: the second finds the conversation that the first has opened.
    await lockContacts(tx, visitor.workspaceId, { ids: [visitor.contactId], externalIds: [] })
    const found = fresh ? undefined : await findOwnConversation(tx, visitor)
    if (found) return done(found)
    const opening = {
      external_id: `web:${visitor.contactId}:${input.client_id}`,
      channel: 'web_chat' as const,
      contact_id: visitor.contactId,
      origin: 'inbound' as const,
      tags: [],
    }
    const by = byContact(visitor.workspaceId, visitor.contactId)
    const outcome = await openConversation(tx, by, opening, ctx.clock.now())
    return outcome.ok ? done(outcome.value.conversation) : outcome
  })
}

async function write(
  deps: SurveyDeps,
  visitor: Visitor,
  { id, status }: { id: string; status: ConversationStatus },
  input: ChatMessageInput,
): Promise<Outcome<unknown>> {
  const by = byContact(visitor.workspaceId, visitor.contactId)
  if (status !== 'open') {
    const opened = await changeStatus(deps, by, id, { status: 'open', survey: 'default' })
    if (!opened.ok) return opened
  }
  return addMessage(deps.ctx, by, id, {
    author: { kind: 'contact', id: visitor.contactId },
    body: input.body,
    external_id: input.client_id,
  })
}
