import { oneLine } from '../branding/one-line.ts'
import type { IncomingEvent } from '../channels/channel.ts'
import type { MailEvent } from '../channels/email/mail-read.ts'
import { plainText } from '../channels/plain-text.ts'
import { writeMessage } from '../inbox/messages/add-message.ts'
import { addAttachments } from '../inbox/messages/attachments.ts'
import { byContact } from '../inbox/by.ts'
import { contactsAt, takeContactAt } from '../inbox/contacts/contact-at.ts'
import { openConversation } from '../inbox/conversations/create-conversation.ts'
import { findContact, findConversation, lockContacts, lockConversation } from '../inbox/find.ts'
import { conversationFor } from '../inbox/conversations/find-place.ts'
import type { ContactRow, ConversationRow } from '../inbox/present.ts'
import { findByProviderId, noteProviderId } from '../inbox/messages/provider-ids.ts'
import { toIso } from '../platform/clock.ts'
import { conversationAt } from '../channels/email/mail-thread.ts'
import type { Context } from '../platform/context.ts'
import { transact, type Tx } from '../platform/database.ts'
import { writeStatus } from '../surveys/asking/change-status.ts'
import { isAnotherMatter, otherSubject } from './other-subject.ts'
import { claimEvent, type Hook } from './store.ts'

export type MessageEvent = Extract<IncomingEvent, { kind: 'message' }> & Partial<Pick<MailEvent, 'mail'>>

/** As long as a message may be by the API; one that is longer is cut, for its sender is not there to be told. */
const MAX_BODY = 20_000
const MAX_NAME = 200

/**
 * A contact's message on a connected channel becomes one in the inbox (C15): by the contact of that address, in the
 * conversation that it answers, or the one he is in, or one that ended within a day and goes on; else, and where a mail is
 * about something else, in a new one.
 * One transaction: however often the event comes, and wherever we are cut off, it is there once.
 */
export async function takeMessage(ctx: Context, hook: Hook, event: MessageEvent): Promise<void> {
  const body = plainText(event.body).trim().slice(0, MAX_BODY)
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    if ((await claimEvent(tx, hook, event.eventId, now)) === null || body === '') return
    const name = event.name === null ? null : oneLine(event.name, MAX_NAME) || null
    const place = { ...hook, address: event.from }
    const contact = (await claimantOf(tx, ctx, hook, event)) ?? (await takeContactAt(tx, place, name, now))
    const locked = await placeOf(tx, ctx, hook, contact, event)
    const by = byContact(hook.workspaceId, contact.id)
    const sentAt = Math.min(event.at, now)
    // What it brings about stands before it, unless it was sent before the end that it comes after.
    const at = Math.max(sentAt, locked.conversation.status_at ?? sentAt)
    const conversation =
      locked.conversation.status === 'open'
        ? locked.conversation
        : (await writeStatus({ ctx }, tx, by, locked, { status: 'open', choice: 'default', at })).conversation
    const written = await writeMessage(
      tx,
      by,
      { conversation, contact: locked.contact },
      {
        author: { kind: 'contact', id: contact.id },
        body,
        external_id: `${hook.channel}:${event.eventId}`.slice(0, 200),
        subject: otherSubject(event.mail?.subject ?? null, conversation.subject),
        sent_at: toIso(sentAt),
      },
      now,
    )
    if (!written.ok) throw new Error(written.failure.message)
    if (written.value.created) await addAttachments(tx, written.value.message, event.mail?.attachments ?? [])
    const noted = { ...hook, providerId: event.eventId, conversationId: conversation.id }
    await noteProviderId(tx, { ...noted, messageId: written.value.message.id }, now)
    const messageId = event.mail?.messageId
    if (messageId) await noteProviderId(tx, { ...noted, providerId: messageId }, now)
  })
}

/** The conversation, locked with its contact. First messages that come at once take turns at the contact. */
async function placeOf(
  tx: Tx,
  ctx: Context,
  hook: Hook,
  contact: ContactRow,
  event: MessageEvent,
): Promise<{ conversation: ConversationRow; contact: ContactRow }> {
  const answered = await answeredConversation(tx, ctx, hook, contact, event)
  await lockContacts(tx, hook.workspaceId, { ids: [contact.id, answered?.contact_id], externalIds: [] })
  const now = ctx.clock.now()
  const current = await conversationFor(tx, { ...hook, contactId: contact.id }, now)
  const known = answered ?? (current && !isElsewhere(event, current) ? current : undefined)
  if (known) return (await lockConversation(tx, hook.workspaceId, known.id))!
  const opened = await openConversation(
    tx,
    byContact(hook.workspaceId, contact.id),
    {
      channel: hook.channel,
      contact_id: contact.id,
      origin: 'inbound',
      subject: event.mail?.subject ?? null,
      tags: [],
      created_at: toIso(Math.min(event.at, now)),
    },
    now,
  )
  if (!opened.ok) throw new Error(opened.failure.message)
  return opened.value
}

function isElsewhere({ mail, inReplyTo }: MessageEvent, { subject }: ConversationRow): boolean {
  if (!mail) return false
  const answers = [inReplyTo, ...mail.references].filter((id) => id !== null)
  return isAnotherMatter({ subject: mail.subject, answers }, subject)
}

/** The conversation whose own reply address a mail was sent to: whoever has that was written to from it. */
async function addressedConversation(
  tx: Tx,
  { keys }: Pick<Context, 'keys'>,
  hook: Hook,
  mail: MessageEvent['mail'],
): Promise<ConversationRow | undefined> {
  const id = mail && conversationAt(keys.replyAddresses, hook.workspaceId, mail.recipients)
  return id ? findConversation(tx, hook.workspaceId, id) : undefined
}

/**
 * Who is at his address only by his own word, and answers a mail that was sent there: it is he who speaks in this
 * conversation, and no second person. He is not known by the address for that.
 */
async function claimantOf(
  tx: Tx,
  ctx: Context,
  hook: Hook,
  { from, mail }: MessageEvent,
): Promise<ContactRow | undefined> {
  const [known] = await contactsAt(tx, { ...hook, address: from })
  const conversation = known ? undefined : await addressedConversation(tx, ctx, hook, mail)
  const contact = conversation && (await findContact(tx, hook.workspaceId, conversation.contact_id))
  return contact?.claimed_email?.toLowerCase() === from.toLowerCase() ? contact : undefined
}

/** Only by mail may somebody else answer in a thread: there a colleague is copied in, elsewhere it is not his. */
async function answeredConversation(
  tx: Tx,
  { keys }: Pick<Context, 'keys'>,
  hook: Hook,
  contact: ContactRow,
  { inReplyTo, mail }: MessageEvent,
): Promise<ConversationRow | undefined> {
  const named = await addressedConversation(tx, { keys }, hook, mail)
  if (named) return named
  const answers = [inReplyTo, ...(mail?.references.toReversed() ?? [])].filter((id) => id !== null)
  for (const providerId of answers) {
    const known = await findByProviderId(tx, { ...hook, providerId })
    const conversation = known && (await findConversation(tx, hook.workspaceId, known.conversation_id))
    if (conversation && (conversation.contact_id === contact.id || mail)) return conversation
  }
  const claimed = mail?.claims ? await findConversation(tx, hook.workspaceId, mail.claims) : undefined
  return claimed?.contact_id === contact.id ? claimed : undefined
}
