import type { Actor } from '../access/actor.ts'
import { type By, byActor } from '../inbox/by.ts'
import { lockConversation } from '../inbox/find.ts'
import { settleNotices } from '../notices/settle-notices.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import { done, fail, invalid, notFound, type Outcome } from '../platform/outcome.ts'
import type { Instant } from '../policy/decision.ts'
import { dueAfter, knowsAt } from '../policy/follow-up/follow-up.ts'
import { factsOf } from './case-facts.ts'
import { caseLook } from './case-rows.ts'
import { markContacted } from './mark-contacted.ts'
import { noteCase, tellOfCase } from './note-case.ts'
import { findKnownCase, readCase } from './read-case.ts'
import { enqueueAlert, enqueueDue } from './schedule-case.ts'
import type { CaseChange, CaseDetail, CloseInput } from './schema.ts'
import { caseLink } from './case-link.ts'
import { type CaseRow, changeCaseRow, lockCase, openCaseOf } from './store.ts'

/** Gives a case to somebody else, or moves its time. The new owner hears of it when he may know (C13). */
export async function changeCase(
  ctx: Context,
  actor: Actor,
  id: string,
  change: CaseChange,
): Promise<Outcome<CaseDetail>> {
  return onCase(ctx, actor, id, async ({ tx, by, row, now }) => {
    if (row.state === 'closed') return closedAlready()
    const dueAt = change.due_at === undefined ? row.due_at : Date.parse(change.due_at)
    const ownerId = change.owner_id === undefined ? row.owner_id : change.owner_id
    if (dueAt !== row.due_at && dueAt <= now) return invalid('due_at', 'must lie in the future')
    if (ownerId === row.owner_id && dueAt === row.due_at) return done(row)
    const facts = await factsOf(tx, row)
    const owner = facts.members.find((member) => member.id === ownerId)
    const knows = owner ? knowsAt(facts, owner) : null
    if (ownerId !== row.owner_id && ownerId !== null && knows === null) {
      return invalid('owner_id', 'names nobody who is active here and may see the answer')
    }
    const moved = dueAt === row.due_at ? {} : { due_at: new Date(dueAt), overdue_at: null }
    const changed = await changeCaseRow(tx, row, { owner_id: ownerId, ...moved }, now)
    if (ownerId !== row.owner_id) {
      await noteCase(tx, by, changed, { kind: 'assigned', data: { owner_id: ownerId }, at: now })
      if (ownerId !== null && ownerId !== by.id) {
        await enqueueAlert(tx, row, 'assigned', { memberId: ownerId, at: Math.max(now, knows!) })
      }
    }
    if (dueAt !== row.due_at) {
      await noteCase(tx, by, changed, { kind: 'due_changed', data: { due_at: new Date(dueAt) }, at: now })
      await enqueueDue(tx, changed)
    }
    await tellOfCase(tx, changed, 'case.updated', { now, facts })
    return done(changed)
  })
}

/** The customer has heard back in another way than in the conversation, by phone perhaps. Once more changes nothing. */
export async function contactCase(ctx: Context, actor: Actor, id: string): Promise<Outcome<CaseDetail>> {
  return onCase(ctx, actor, id, async ({ tx, by, row, now }) => {
    if (row.state === 'closed') return closedAlready()
    return done(row.state === 'open' ? await markContacted(tx, by, row, now) : row)
  })
}

/** Closes a case with what came of it. Once closed, it keeps its outcome until it is opened again. */
export async function closeCase(
  ctx: Context,
  actor: Actor,
  id: string,
  { outcome, note }: CloseInput,
): Promise<Outcome<CaseDetail>> {
  return onCase(ctx, actor, id, async ({ tx, by, row, now }) => {
    if (row.state === 'closed') return closedAlready()
    const change = { state: 'closed', outcome, note: note || null, closed_at: new Date(now) } as const
    const closed = await changeCaseRow(tx, row, change, now)
    await noteCase(tx, by, closed, { kind: 'closed', data: { outcome, note: closed.note }, at: now })
    await tellOfCase(tx, closed, 'case.closed', { now })
    await settleNotices(tx, { workspaceId: row.workspace_id, link: caseLink(row.id) }, now)
    return done(closed)
  })
}

/** Opens a closed case again: it waits for a word to the customer, with a new time. */
export async function reopenCase(ctx: Context, actor: Actor, id: string): Promise<Outcome<CaseDetail>> {
  return onCase(ctx, actor, id, async ({ tx, by, row, now }) => {
    if (row.state !== 'closed') {
      return fail({ kind: 'refused', reason: 'case_open', message: 'This case is open already.' })
    }
    const { conversation_id: conversationId, contact_id: contactId } = row
    const of = { conversationId, contactId, aboutAnswer: row.response_id !== null }
    if (await openCaseOf(tx, row.workspace_id, of)) {
      const message = 'Another case of this customer is open in the conversation.'
      return fail({ kind: 'refused', reason: 'case_open', message })
    }
    const facts = await factsOf(tx, row)
    const opened = await changeCaseRow(
      tx,
      row,
      {
        state: 'open',
        outcome: null,
        note: null,
        closed_at: null,
        overdue_at: null,
        set_aside: false,
        waiting_since: new Date(now),
        due_at: new Date(dueAfter(facts.policy, now)),
      },
      now,
    )
    await enqueueDue(tx, opened)
    await noteCase(tx, by, opened, { kind: 'reopened', at: now })
    await tellOfCase(tx, opened, 'case.updated', { now, facts })
    return done(opened)
  })
}

type Step = { tx: Tx; by: By; row: CaseRow; now: Instant }

/** Does something to a case that the asker may know of, with its conversation and itself locked. */
async function onCase(
  ctx: Context,
  actor: Actor,
  id: string,
  step: (step: Step) => Promise<Outcome<CaseRow>>,
): Promise<Outcome<CaseDetail>> {
  const known = await findKnownCase(ctx, await caseLook(ctx, actor), id)
  if (!known) return notFound('case')
  const changed = await inTransaction(ctx.db, async (tx) => {
    await lockConversation(tx, actor.workspaceId, known.conversation_id)
    const row = await lockCase(tx, actor.workspaceId, id)
    if (!row) return notFound('case')
    return step({ tx, by: byActor(actor), row, now: ctx.clock.now() })
  })
  return changed.ok ? readCase(ctx, actor, id) : changed
}

function closedAlready() {
  return fail({
    kind: 'refused',
    reason: 'case_closed',
    message: 'This case is closed. Open it again to work on it.',
  })
}
