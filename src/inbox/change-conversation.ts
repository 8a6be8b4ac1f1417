import type { Context } from '../platform/context.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import { done, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import type { Instant } from '../policy/decision.ts'
import { countParticipants } from './add-message.ts'
import type { By } from './by.ts'
import { wrongReference } from './create-conversation.ts'
import { type ContactRow, type ConversationRow, presentConversation } from './present.ts'
import type { ContactInput, Conversation, ConversationChange } from './schema.ts'
import { findContact, findConversation, lockConversation } from './find.ts'
import { addParticipant } from './store.ts'
import { addEntry } from './timeline.ts'
import { upsertContactRow } from './upsert-contact.ts'

/** Changes subject, tags, team or assignee. Fields that are not given stay. */
export async function changeConversation(
  ctx: Context,
  by: By,
  id: string,
  change: ConversationChange,
): Promise<Outcome<Conversation>> {
  return inTransaction(ctx.db, async (tx) => {
    const locked = await lockConversation(tx, by.workspaceId, id)
    if (!locked) return notFound('conversation')
    const outcome = await writeChange(tx, by, locked.conversation, change, ctx.clock.now())
    if (!outcome.ok) return outcome
    return done(presentConversation(outcome.value, locked.contact))
  })
}

/** The same on a conversation that the caller's transaction has locked. */
export async function writeChange(
  tx: Tx,
  by: By,
  conversation: ConversationRow,
  change: ConversationChange,
  now: Instant,
  at: Instant = now,
): Promise<Outcome<ConversationRow>> {
  const wrong = await wrongReference(tx, by.workspaceId, change)
  if (wrong) return wrong
  const updated = await tx
    .updateTable('conversations')
    .set({
      ...(change.subject === undefined ? {} : { subject: change.subject }),
      ...(change.tags === undefined ? {} : { tags: [...new Set(change.tags)] }),
      ...(change.team_id === undefined ? {} : { team_id: change.team_id }),
      ...(change.assignee_id === undefined ? {} : { assignee_id: change.assignee_id }),
      updated_at: new Date(now),
    })
    .where('workspace_id', '=', by.workspaceId)
    .where('id', '=', conversation.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const entry = { conversationId: conversation.id, contactId: conversation.contact_id, at }
  if (updated.assignee_id !== conversation.assignee_id || updated.team_id !== conversation.team_id) {
    await addEntry(tx, by, {
      ...entry,
      kind: 'assigned',
      data: { assignee_id: updated.assignee_id, team_id: updated.team_id },
    })
  }
  const added = updated.tags.filter((tag) => !conversation.tags.includes(tag))
  const removed = conversation.tags.filter((tag) => !updated.tags.includes(tag))
  if (added.length + removed.length > 0) {
    await addEntry(tx, by, { ...entry, kind: 'tagged', data: { added, removed } })
  }
  return done(updated)
}

/** Adds another person to a conversation, which makes it a group. */
export async function addConversationContact(
  ctx: Context,
  by: By,
  conversationId: string,
  input: { contact_id?: string | undefined; contact?: ContactInput | undefined },
): Promise<Outcome<Conversation>> {
  return inTransaction(ctx.db, async (tx) => {
    const locked = await lockConversation(tx, by.workspaceId, conversationId)
    if (!locked) return notFound('conversation')
    const person: ContactRow | undefined = input.contact
      ? (await upsertContactRow(tx, by.workspaceId, input.contact, ctx.clock.now())).row
      : await findContact(tx, by.workspaceId, input.contact_id ?? '')
    if (!person) return invalid('contact_id', 'there is no such contact in this workspace')
    await addParticipant(tx, by.workspaceId, conversationId, person.id)
    await countParticipants(tx, locked.conversation)
    const updated = await findConversation(tx, by.workspaceId, conversationId)
    return done(presentConversation(updated!, locked.contact))
  })
}
