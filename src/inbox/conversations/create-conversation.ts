import type { Context } from '../../platform/context.ts'
import { inTransaction, type Tx } from '../../platform/database.ts'
import { publish } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { done, invalid, type Outcome } from '../../platform/outcome.ts'
import type { Instant } from '../../policy/decision.ts'
import type { By } from '../by.ts'
import { type ContactRow, type ConversationRow, presentConversation } from '../present.ts'
import type { Conversation, ConversationInput } from '../schema.ts'
import { memberExists, teamExists } from '../../access/directory.ts'
import { findContact, findConversationByExternalId } from '../find.ts'
import { addParticipant } from '../store.ts'
import { addEntry } from '../timeline/timeline.ts'
import { upsertContactRow } from '../contacts/upsert-contact.ts'
import { giving, refuseGone, takeOff } from './give-conversation.ts'
import { tellAssigned } from './tell-assigned.ts'

/** Opens a conversation, or answers with the one that has this `external_id` already (`created` false). */
export async function createConversation(
  ctx: Context,
  by: By,
  input: ConversationInput,
): Promise<Outcome<{ conversation: Conversation; created: boolean }>> {
  return inTransaction(ctx.db, async (tx) => {
    const outcome = await openConversation(tx, by, input, ctx.clock.now())
    if (!outcome.ok) return outcome
    const { conversation, contact, created } = outcome.value
    return done({ conversation: presentConversation(conversation, contact), created })
  })
}

/** The same inside another use-case's transaction. */
export async function openConversation(
  tx: Tx,
  by: By,
  input: ConversationInput,
  now: Instant,
): Promise<Outcome<{ conversation: ConversationRow; contact: ContactRow; created: boolean }>> {
  const known = input.external_id
    ? await findConversationByExternalId(tx, by.workspaceId, input.external_id)
    : undefined
  if (known) {
    const contact = await findContact(tx, by.workspaceId, known.contact_id)
    return done({ conversation: known, contact: contact!, created: false })
  }
  const wrong = await wrongReference(tx, by.workspaceId, input)
  if (wrong) return wrong
  const given = await giving(tx, by.workspaceId, {
    assigneeId: input.assignee_id ?? null,
    status: 'open',
    at: input.created_at === undefined ? now : Date.parse(input.created_at),
  })
  if (given === 'refused') return refuseGone()
  const contact = input.contact
    ? (await upsertContactRow(tx, by.workspaceId, input.contact, now)).row
    : await findContact(tx, by.workspaceId, input.contact_id!)
  if (!contact) return invalid('contact_id', 'there is no such contact in this workspace')

  const inserted = await insertConversation(tx, by.workspaceId, contact.id, input, now)
  if (!inserted) return openConversation(tx, by, input, now)
  await addParticipant(tx, by.workspaceId, inserted.id, contact.id)
  await addEntry(tx, by, {
    conversationId: inserted.id,
    contactId: contact.id,
    kind: 'conversation_created',
    data: { channel: inserted.channel, origin: inserted.origin },
    at: inserted.created_at,
  })
  await publish(tx, {
    workspaceId: by.workspaceId,
    type: 'conversation.created',
    conversationId: inserted.id,
    depth: by.depth,
    at: inserted.created_at,
  })
  if (given !== 'was his') return done({ conversation: inserted, contact, created: true })
  await tellAssigned(tx, by, inserted, inserted.created_at)
  const taken = await takeOff(tx, by, inserted, { at: inserted.created_at, now })
  return done({ conversation: taken, contact, created: true })
}

/** Undefined when somebody else inserted the same external_id meanwhile. */
async function insertConversation(
  tx: Tx,
  workspaceId: string,
  contactId: string,
  input: ConversationInput,
  now: Instant,
): Promise<ConversationRow | undefined> {
  return tx
    .insertInto('conversations')
    .values({
      workspace_id: workspaceId,
      id: newId(),
      external_id: input.external_id ?? null,
      channel: input.channel,
      contact_id: contactId,
      origin: input.origin,
      subject: input.subject ?? null,
      tags: [...new Set(input.tags)],
      team_id: input.team_id ?? null,
      assignee_id: input.assignee_id ?? null,
      created_at: new Date(input.created_at ?? now),
      updated_at: new Date(now),
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'external_id']).doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Refuses a team or assignee that is not of this workspace. */
export async function wrongReference(
  tx: Tx,
  workspaceId: string,
  input: { team_id?: string | null | undefined; assignee_id?: string | null | undefined },
): Promise<ReturnType<typeof invalid> | null> {
  if (input.team_id && !(await teamExists(tx, workspaceId, input.team_id))) {
    return invalid('team_id', 'there is no such team in this workspace')
  }
  if (input.assignee_id && !(await memberExists(tx, workspaceId, input.assignee_id))) {
    return invalid('assignee_id', 'there is no such member in this workspace')
  }
  return null
}
