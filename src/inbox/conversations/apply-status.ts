import { hasLeft } from '../../access/directory.ts'
import { toIso } from '../../platform/clock.ts'
import type { Tx } from '../../platform/database.ts'
import { publish } from '../../platform/events.ts'
import { enqueueOne, type StillToDo } from '../../platform/jobs.ts'
import type { Instant } from '../../policy/decision.ts'
import { planStatus, type StatusEffect, type StatusKnown } from '../../policy/resolution.ts'
import type { ConversationStatus } from '../../policy/settings.ts'
import { type By, bySystem } from '../by.ts'
import type { ConversationRow } from '../present.ts'
import { addEntry } from '../timeline/timeline.ts'
import { tellAssigned } from './tell-assigned.ts'

/** What a status change did to the conversation. */
export type Transition = {
  conversation: ConversationRow
  from: ConversationStatus
  to: ConversationStatus
  effect: StatusEffect
  /** The policy is to be asked whether a survey is made. */
  asks: boolean
}

export const stillToWake: StillToDo = {
  task: 'wake_conversation',
  key: 'wake:',
  rows: `select workspace_id, id, snoozed_until as at from conversations
    where status = 'snoozed' and snoozed_until is not null`,
}

/** Moves a locked conversation to a status and writes what becomes of it (`planStatus`). */
export async function applyStatus(
  tx: Tx,
  by: By,
  conversation: ConversationRow,
  change: {
    status: ConversationStatus
    /** When it happened elsewhere; absent: now. */
    at?: Instant | undefined
    now: Instant
    snoozedUntil?: Instant | null
  },
): Promise<Transition> {
  const from = conversation.status
  const plan = planStatus(knownOf(conversation), { ...change, to: change.status })
  const { effect, asks } = plan
  const to = change.status
  if (plan.effect === 'late') return { conversation, from, to, effect, asks }
  const at = plan.statusAt
  if (effect === 'none') {
    await noteMoment(tx, conversation, at)
    return { conversation: { ...conversation, status_at: at }, from, to, effect, asks }
  }
  const isOrphan =
    plan.unassignsGone &&
    conversation.assignee_id !== null &&
    (await hasLeft(tx, conversation.workspace_id, conversation.assignee_id))
  const updated = await tx
    .updateTable('conversations')
    .set({
      status: plan.status,
      status_at: new Date(at),
      snoozed_until: toDate(plan.snoozedUntil),
      resolution: plan.resolution,
      ended_at: toDate(plan.endedAt),
      updated_at: new Date(change.now),
      ...(from !== 'open' && plan.status === 'open' ? { returned_at: new Date(at) } : {}),
      ...(effect === 'ended' ? { resolver_id: by.kind === 'member' ? by.id : null } : {}),
      ...(isOrphan ? { assignee_id: null, assignee_at: new Date(at) } : {}),
    })
    .where('workspace_id', '=', conversation.workspace_id)
    .where('id', '=', conversation.id)
    .returningAll()
    .executeTakeFirstOrThrow()

  if (plan.snoozedUntil !== null) {
    await enqueueOne(tx, stillToWake, { workspaceId: by.workspaceId, id: conversation.id }, plan.snoozedUntil)
  }
  if (from !== to) await writeNews(tx, by, updated, { from, to, at })
  if (isOrphan)
    await tellAssigned(tx, { ...bySystem(by.workspaceId), depth: by.depth }, updated, at, 'assignee_left')
  return { conversation: updated, from, to, effect, asks }
}

function knownOf(conversation: ConversationRow): StatusKnown {
  return {
    status: conversation.status,
    statusAt: conversation.status_at,
    snoozedUntil: conversation.snoozed_until,
    resolution: conversation.resolution,
    endedAt: conversation.ended_at,
  }
}

const toDate = (at: Instant | null): Date | null => (at === null ? null : new Date(at))

async function noteMoment(tx: Tx, conversation: ConversationRow, at: Instant): Promise<void> {
  await tx
    .updateTable('conversations')
    .set({ status_at: new Date(at) })
    .where('workspace_id', '=', conversation.workspace_id)
    .where('id', '=', conversation.id)
    .execute()
}

async function writeNews(
  tx: Tx,
  by: By,
  conversation: ConversationRow,
  { from, to, at }: { from: ConversationStatus; to: ConversationStatus; at: Instant },
): Promise<void> {
  const until = conversation.snoozed_until
  await addEntry(tx, by, {
    conversationId: conversation.id,
    contactId: conversation.contact_id,
    kind: 'status_changed',
    data: { from, to, ...(until === null ? {} : { snoozed_until: toIso(until) }) },
    at,
  })
  await publish(tx, {
    workspaceId: by.workspaceId,
    type: 'conversation.status_changed',
    conversationId: conversation.id,
    payload: { from, to, resolution: conversation.resolution },
    depth: by.depth,
    at,
  })
}
