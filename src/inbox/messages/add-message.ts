import { repliesLeaveOn } from '../../channels/address.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction, type Tx } from '../../platform/database.ts'
import { publish } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { tell } from '../../platform/live.ts'
import { done, fail, invalid, notFound, type Outcome } from '../../platform/outcome.ts'
import type { Instant } from '../../policy/decision.ts'
import { attachmentsOf } from './attachments.ts'
import { type By, memberOf } from '../by.ts'
import { type ContactRow, type ConversationRow, type MessageRow, presentMessage } from '../present.ts'
import type { Message, MessageInput } from '../schema.ts'
import { memberName } from '../../access/directory.ts'
import { enqueueMessage } from './enqueue-message.ts'
import { findContact, lockConversation } from '../find.ts'
import { isAhead } from '../../policy/order.ts'
import { refuseAuthor } from '../../policy/people/speak-as.ts'
import { addParticipant, countMessage } from '../store.ts'

/**
 * Adds a message to a conversation; one with a known `external_id` is answered with the stored one
 * (`created` false). A message without `sent_at` is being said now, so a teammate's goes out on the
 * conversation's channel; one with `sent_at` is a record of something said elsewhere.
 */
export async function addMessage(
  ctx: Context,
  by: By,
  conversationId: string,
  input: MessageInput,
): Promise<Outcome<{ message: Message; created: boolean }>> {
  return inTransaction(ctx.db, async (tx) => {
    const locked = await lockConversation(tx, by.workspaceId, conversationId)
    if (!locked) return notFound('conversation')
    const outcome = await writeMessage(tx, by, locked, input, ctx.clock.now())
    if (!outcome.ok) return outcome
    const { message, created } = outcome.value
    const files = created ? undefined : await attachmentsOf(tx, by.workspaceId, [message.id])
    return done({ message: presentMessage(message, files?.get(message.id)), created })
  })
}

/** The same on a conversation that the caller's transaction has locked. */
export async function writeMessage(
  tx: Tx,
  by: By,
  { conversation, contact }: { conversation: ConversationRow; contact: ContactRow },
  input: MessageInput & { subject?: string | null },
  now: Instant,
): Promise<Outcome<{ message: MessageRow; created: boolean }>> {
  const told = input.sent_at === undefined ? now : Date.parse(input.sent_at)
  if (isAhead(told, now)) return invalid('sent_at', 'lies in the future')
  // From a clock ahead of ours: it was said just now, and what is said after it is newer.
  const sentAt = Math.min(told, now)
  const author = await authorOf(tx, by, contact, input)
  if (!author.ok) return author

  const message = await tx
    .insertInto('messages')
    .values({
      workspace_id: by.workspaceId,
      id: newId(),
      conversation_id: conversation.id,
      author_kind: input.author.kind,
      author_id: author.value.id,
      author_name: author.value.name,
      body: input.body,
      external_id: input.external_id ?? null,
      subject: input.subject ?? null,
      sent_at: new Date(sentAt),
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'conversation_id', 'external_id']).doNothing(),
    )
    .returningAll()
    .executeTakeFirst()
  if (!message)
    return done({ message: await storedMessage(tx, conversation, input.external_id!), created: false })

  if (input.author.kind === 'contact' && author.value.id) {
    if (await addParticipant(tx, by.workspaceId, conversation.id, author.value.id)) {
      await countParticipants(tx, conversation)
    }
  }
  await countMessage(tx, message, now)
  const isOurs = input.author.kind === 'teammate' || by.kind === 'workflow'
  if (isOurs && input.sent_at === undefined) await deliver(tx, conversation, message)
  await publish(tx, {
    workspaceId: by.workspaceId,
    type: 'message.created',
    conversationId: conversation.id,
    payload: { message_id: message.id },
    depth: by.depth,
    at: sentAt,
  })
  await tell(tx, {
    workspace_id: by.workspaceId,
    kind: 'message',
    conversation_id: conversation.id,
    contact_id: conversation.contact_id,
  })
  return done({ message, created: true })
}

async function authorOf(
  tx: Tx,
  by: By,
  contact: ContactRow,
  { author }: MessageInput,
): Promise<Outcome<{ id: string | null; name: string | null }>> {
  const { workspaceId } = by
  const refusal = refuseAuthor(memberOf(by), author)
  if (refusal) return fail({ kind: 'forbidden', ...refusal })
  switch (author.kind) {
    case 'teammate': {
      const id = author.id ?? memberOf(by)
      if (id === null) return invalid('author.id', 'a teammate needs the id of a member')
      const name = await memberName(tx, workspaceId, id)
      return name === null
        ? invalid('author.id', 'there is no such member in this workspace')
        : done({ id, name })
    }
    case 'contact': {
      if (!author.id || author.id === contact.id) return done({ id: contact.id, name: contact.name })
      const other = await findContact(tx, workspaceId, author.id)
      return other
        ? done({ id: other.id, name: other.name })
        : invalid('author.id', 'there is no such contact in this workspace')
    }
    case 'bot':
    case 'workflow':
      return done({ id: null, name: author.name ?? null })
  }
}

async function storedMessage(tx: Tx, conversation: ConversationRow, externalId: string): Promise<MessageRow> {
  return tx
    .selectFrom('messages')
    .selectAll()
    .where('workspace_id', '=', conversation.workspace_id)
    .where('conversation_id', '=', conversation.id)
    .where('external_id', '=', externalId)
    .executeTakeFirstOrThrow()
}

/** Keeps contact_count true; more than one makes it a group (I12). */
export async function countParticipants(tx: Tx, conversation: ConversationRow): Promise<void> {
  await tx
    .updateTable('conversations')
    .set((eb) => ({
      contact_count: eb
        .selectFrom('conversation_contacts')
        .select((count) => count.cast<number>(count.fn.countAll(), 'integer').as('people'))
        .where('workspace_id', '=', conversation.workspace_id)
        .where('conversation_id', '=', conversation.id),
    }))
    .where('workspace_id', '=', conversation.workspace_id)
    .where('id', '=', conversation.id)
    .execute()
}

/** In web chat the message is delivered by being there; elsewhere it goes out through a job. */
async function deliver(tx: Tx, conversation: ConversationRow, message: MessageRow): Promise<void> {
  if (!repliesLeaveOn(conversation.channel)) return
  await tx
    .insertInto('message_deliveries')
    .values({
      workspace_id: message.workspace_id,
      message_id: message.id,
      updated_at: new Date(message.sent_at),
    })
    .execute()
  await enqueueMessage(tx, message)
}
