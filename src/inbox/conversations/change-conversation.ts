import type { Updateable } from 'kysely'
import type { Context } from '../../platform/context.ts'
import { inTransaction, type Tx } from '../../platform/database.ts'
import { publish } from '../../platform/events.ts'
import { done, invalid, notFound, type Outcome } from '../../platform/outcome.ts'
import type { Tables } from '../../platform/tables/tables.ts'
import type { Instant } from '../../policy/decision.ts'
import { countParticipants } from '../messages/add-message.ts'
import type { By } from '../by.ts'
import { wrongReference } from './create-conversation.ts'
import { giving, refuseGone, takeOff } from './give-conversation.ts'
import { momentOf } from '../../policy/order.ts'
import { tellAssigned } from './tell-assigned.ts'
import { type ContactRow, type ConversationRow, presentConversation } from '../present.ts'
import type { ContactInput, Conversation, ConversationChange } from '../schema.ts'
import { findContact, findConversation, lockContacts, lockConversation } from '../find.ts'
import { addParticipant } from '../store.ts'
import { addEntry } from '../timeline/timeline.ts'
import { upsertContactRow } from '../contacts/upsert-contact.ts'

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
    return done(presentConversation(outcome.value.conversation, locked.contact))
  })
}

/**
 * The same on a conversation that the caller's transaction has locked. `at` says when it happened elsewhere:
 * a team, an assignee or tags that were set again since then stay, and `late` means that nothing else came.
 */
export async function writeChange(
  tx: Tx,
  by: By,
  conversation: ConversationRow,
  change: ConversationChange,
  now: Instant,
  at?: Instant,
): Promise<Outcome<{ conversation: ConversationRow; late: boolean }>> {
  const wrong = await wrongReference(tx, by.workspaceId, change)
  if (wrong) return wrong
  const values = timely(conversation, change, { at, now })
  if (Object.keys(values).length === 0) return done({ conversation, late: true })
  const happenedAt = Math.min(at ?? now, now)
  const assigneeId = values.assignee_id ?? null
  const given = await giving(tx, by.workspaceId, {
    assigneeId,
    status: conversation.status,
    at: happenedAt,
  })
  if (given === 'refused') return refuseGone()
  const updated = await tx
    .updateTable('conversations')
    .set({ ...values, updated_at: new Date(now) })
    .where('workspace_id', '=', by.workspaceId)
    .where('id', '=', conversation.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const entry = {
    conversationId: conversation.id,
    contactId: conversation.contact_id,
    at: happenedAt,
  }
  if (updated.assignee_id !== conversation.assignee_id || updated.team_id !== conversation.team_id) {
    await tellAssigned(tx, by, updated, entry.at)
  }
  const { workspaceId, depth } = by
  const news = { workspaceId, conversationId: conversation.id, depth, at: entry.at }
  const added = updated.tags.filter((tag) => !conversation.tags.includes(tag))
  const removed = conversation.tags.filter((tag) => !updated.tags.includes(tag))
  if (added.length + removed.length > 0) {
    await addEntry(tx, by, { ...entry, kind: 'tagged', data: { added, removed } })
    await publish(tx, { ...news, type: 'conversation.tagged', payload: { added, removed } })
  }
  const isPast = given === 'was his'
  return done({
    conversation: isPast ? await takeOff(tx, by, updated, { at: happenedAt, now }) : updated,
    late: false,
  })
}

/** What of a change is newer than what is known, each thing with its moment. */
function timely(
  known: ConversationRow,
  change: ConversationChange,
  when: { at?: Instant | undefined; now: Instant },
): Updateable<Tables['conversations']> {
  const values: Updateable<Tables['conversations']> = {}
  if (change.subject !== undefined) values.subject = change.subject
  const assigneeAt = momentOf(known.assignee_at, when)
  if (change.assignee_id !== undefined && assigneeAt !== null) {
    Object.assign(values, { assignee_id: change.assignee_id, assignee_at: new Date(assigneeAt) })
  }
  const teamAt = momentOf(known.team_at, when)
  if (change.team_id !== undefined && teamAt !== null) {
    Object.assign(values, { team_id: change.team_id, team_at: new Date(teamAt) })
  }
  const taggedAt = momentOf(known.tagged_at, when)
  if (change.tags !== undefined && taggedAt !== null) {
    Object.assign(values, { tags: [...new Set(change.tags)], tagged_at: new Date(taggedAt) })
  }
  return values
}

/** Adds another person to a conversation, which makes it a group. */
export async function addConversationContact(
  ctx: Context,
  by: By,
  conversationId: string,
  input: { contact_id?: string | undefined; contact?: ContactInput | undefined },
): Promise<Outcome<Conversation>> {
  return inTransaction(ctx.db, async (tx) => {
    const found = await findConversation(tx, by.workspaceId, conversationId)
    if (!found) return notFound('conversation')
    // Both people first, in the one order: another conversation may take them the other way round.
    await lockContacts(tx, by.workspaceId, {
      ids: [found.contact_id, input.contact_id],
      externalIds: [input.contact?.external_id],
    })
    const locked = await lockConversation(tx, by.workspaceId, conversationId)
    if (!locked) return notFound('conversation')
    if (!input.contact && !input.contact_id) return invalid('contact_id', 'give either contact_id or contact')
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
