import { hasLeft } from '../../access/directory.ts'
import { toIso } from '../../platform/clock.ts'
import type { Tx } from '../../platform/database.ts'
import { publish } from '../../platform/events.ts'
import { enqueueOne, type StillToDo } from '../../platform/jobs.ts'
import type { Instant } from '../../policy/decision.ts'
import { type ConversationStatus, isEnded } from '../../policy/settings.ts'
import { type By, bySystem } from '../by.ts'
import { momentOf } from '../order.ts'
import type { ConversationRow } from '../present.ts'
import { addEntry } from '../timeline/timeline.ts'
import { tellAssigned } from './tell-assigned.ts'

/** What a status change did to the conversation. */
export type Transition = {
  conversation: ConversationRow
  from: ConversationStatus
  to: ConversationStatus
  /** `late`: it happened before a change that is known already, so it changed nothing. */
  effect: 'ended' | 'reopened' | 'moved' | 'none' | 'late'
}

export const stillToWake: StillToDo = {
  task: 'wake_conversation',
  key: 'wake:',
  rows: `select workspace_id, id, snoozed_until as at from conversations
    where status = 'snoozed' and snoozed_until is not null`,
}

/**
 * Moves a locked conversation to a status. Entering an ended status from an active one is a resolution and
 * gets the next number; moving between ended statuses is the same resolution (J2).
 */
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
  const to = change.status
  const at = momentOf(conversation.status_at, change)
  if (at === null) return { conversation, from, to, effect: 'late' }
  const snoozedUntil = to === 'snoozed' ? (change.snoozedUntil ?? null) : null
  if (from === to && snoozedUntil === conversation.snoozed_until) {
    // It changes nothing, and yet tells that nothing older changes anything any more.
    await noteMoment(tx, conversation, at)
    return { conversation: { ...conversation, status_at: at }, from, to, effect: 'none' }
  }
  const ends = !isEnded(from) && isEnded(to)
  const reopens = isEnded(from) && !isEnded(to)
  const isOrphan =
    reopens &&
    conversation.assignee_id !== null &&
    (await hasLeft(tx, conversation.workspace_id, conversation.assignee_id))
  const updated = await tx
    .updateTable('conversations')
    .set({
      status: to,
      status_at: new Date(at),
      snoozed_until: snoozedUntil === null ? null : new Date(snoozedUntil),
      updated_at: new Date(change.now),
      ...(ends
        ? {
            resolution: conversation.resolution + 1,
            ended_at: new Date(at),
            resolver_id: by.kind === 'member' ? by.id : null,
          }
        : {}),
      ...(reopens ? { ended_at: null } : {}),
      // Whoever had it is gone, and the customer is not to wait for him.
      ...(isOrphan ? { assignee_id: null, assignee_at: new Date(at) } : {}),
    })
    .where('workspace_id', '=', conversation.workspace_id)
    .where('id', '=', conversation.id)
    .returningAll()
    .executeTakeFirstOrThrow()

  if (snoozedUntil !== null) {
    await enqueueOne(tx, stillToWake, { workspaceId: by.workspaceId, id: conversation.id }, snoozedUntil)
  }
  if (from !== to) await writeNews(tx, by, updated, { from, to, at })
  if (isOrphan) await tellAssigned(tx, { ...bySystem(by.workspaceId), depth: by.depth }, updated, at)
  return { conversation: updated, from, to, effect: ends ? 'ended' : reopens ? 'reopened' : 'moved' }
}

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
