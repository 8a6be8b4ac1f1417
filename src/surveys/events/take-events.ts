import { writeMessage } from '../../inbox/messages/add-message.ts'
import type { By } from '../../inbox/by.ts'
import { writeChange } from '../../inbox/conversations/change-conversation.ts'
import { openConversation } from '../../inbox/conversations/create-conversation.ts'
import { isAhead } from '../../policy/order.ts'
import type { ContactRow, ConversationRow } from '../../inbox/present.ts'
import { type EventResult, inboundEvent, type InboundEvent } from '../../inbox/schema.ts'
import { findConversation, findConversationByExternalId, lockConversation } from '../../inbox/find.ts'
import type { Context } from '../../platform/context.ts'
import { transact, type Tx } from '../../platform/database.ts'
import { failureOf, isUnavailable } from '../../platform/database-failure.ts'
import {
  type Failure,
  fail,
  fieldProblems,
  invalid,
  invalidFields,
  notFound,
  type Outcome,
  done,
} from '../../platform/outcome.ts'
import { toProblem } from '../../platform/problem.ts'
import { actorOf, type SurveyDeps, writeStatus } from '../asking/change-status.ts'
import { presentDecision } from '../seeing/present.ts'

type Applied = Pick<EventResult, 'conversation_id' | 'decision'> & { status: 'applied' | 'ignored' }

/**
 * Takes events of another system: each by itself, in the order in which they happened, whatever the order in
 * which they came. An event with a known id is answered with its first result and changes nothing.
 */
export async function takeEvents(
  deps: SurveyDeps,
  by: By,
  raw: readonly Record<string, unknown>[],
): Promise<EventResult[]> {
  const results = new Map<number, EventResult>()
  const valid: { index: number; event: InboundEvent }[] = []
  raw.forEach((candidate, index) => {
    const parsed = inboundEvent.safeParse(candidate)
    if (parsed.success) {
      valid.push({ index, event: parsed.data })
      return
    }
    const eventId = typeof candidate['event_id'] === 'string' ? candidate['event_id'] : null
    results.set(index, refusedResult(eventId, invalidFields(fieldProblems(parsed.error, 'event')).failure))
  })
  const inOrder = valid.toSorted((a, b) => Date.parse(a.event.occurred_at) - Date.parse(b.event.occurred_at))
  for (const { index, event } of inOrder) results.set(index, await takeOne(deps, by, event))
  return raw.map((_, index) => results.get(index)!)
}

function refusedResult(eventId: string | null, failure: Failure): EventResult {
  return {
    event_id: eventId,
    status: 'refused',
    conversation_id: null,
    decision: null,
    problem: toProblem(failure),
  }
}

/**
 * One event in one transaction; a refused one leaves nothing, so that a corrected one may come again. Only
 * without a database there is no answer: the events come again as a whole.
 */
async function takeOne(deps: SurveyDeps, by: By, event: InboundEvent): Promise<EventResult> {
  class Refused extends Error {
    readonly failure: Failure
    constructor(failure: Failure) {
      super('refused')
      this.failure = failure
    }
  }
  try {
    return await transact(deps.ctx.db, async (tx) => {
      const known = await claim(deps.ctx, tx, by, event.event_id)
      if (known) return { ...known, status: 'duplicate' as const }
      const applied = await apply(deps, tx, by, event)
      if (!applied.ok) throw new Refused(applied.failure)
      const result: EventResult = { event_id: event.event_id, problem: null, ...applied.value }
      await tx
        .updateTable('inbound_events')
        .set({ result: JSON.stringify(result) })
        .where('workspace_id', '=', by.workspaceId)
        .where('event_id', '=', event.event_id)
        .execute()
      return result
    })
  } catch (error) {
    if (error instanceof Refused) return refusedResult(event.event_id, error.failure)
    if (isUnavailable(error)) throw error
    return refusedResult(event.event_id, failureOf(error) ?? unexpected(deps.ctx, event, error))
  }
}

function unexpected(ctx: Context, event: InboundEvent, error: unknown): Failure {
  ctx.log.error({ err: error, event_id: event.event_id }, 'an event could not be taken')
  return { kind: 'unavailable', message: 'Candor could not take this event. It has been logged.' }
}

/** Reserves the event's id; of two that bring it at once the second waits and sees the first one's result. */
async function claim(ctx: Context, tx: Tx, by: By, eventId: string): Promise<EventResult | null> {
  const claimed = await tx
    .insertInto('inbound_events')
    .values({
      workspace_id: by.workspaceId,
      event_id: eventId,
      result: '{}',
      received_at: new Date(ctx.clock.now()),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('event_id')
    .executeTakeFirst()
  if (claimed) return null
  const stored = await tx
    .selectFrom('inbound_events')
    .select('result')
    .where('workspace_id', '=', by.workspaceId)
    .where('event_id', '=', eventId)
    .executeTakeFirstOrThrow()
  return stored.result as EventResult
}

async function apply(deps: SurveyDeps, tx: Tx, by: By, event: InboundEvent): Promise<Outcome<Applied>> {
  const now = deps.ctx.clock.now()
  const at = Date.parse(event.occurred_at)
  if (isAhead(at, now)) return invalid('occurred_at', 'lies in the future')
  const located = await locate(deps, tx, by, event)
  if (!located.ok) return located
  const { locked, created } = located.value
  const { conversation } = locked
  const applied = (status: Applied['status'] = 'applied'): Outcome<Applied> =>
    done({ status, conversation_id: conversation.id, decision: null })
  switch (event.type) {
    case 'conversation.created':
      return applied(created ? 'applied' : 'ignored')
    case 'message.created': {
      const input = {
        author: event.author,
        body: event.body,
        external_id: event.event_id,
        sent_at: event.occurred_at,
      }
      const written = await writeMessage(tx, by, locked, input, now)
      return written.ok ? applied() : written
    }
    case 'conversation.assigned': {
      const change = { assignee_id: event.assignee_id, team_id: event.team_id }
      const written = await writeChange(tx, by, conversation, change, now, at)
      return written.ok ? applied(written.value.late ? 'ignored' : 'applied') : written
    }
    case 'conversation.tagged': {
      const written = await writeChange(tx, by, conversation, { tags: event.tags }, now, at)
      return written.ok ? applied(written.value.late ? 'ignored' : 'applied') : written
    }
    case 'conversation.status_changed': {
      const actor = await actorOf(tx, by, event.actor_id)
      if (!actor.ok) return actor
      const changed = await writeStatus(deps, tx, actor.value, locked, {
        status: event.status,
        choice: event.survey,
        at,
      })
      return done({
        status: changed.effect === 'none' || changed.effect === 'late' ? 'ignored' : 'applied',
        conversation_id: conversation.id,
        decision: changed.made && presentDecision({ decision: changed.made.decision, at: changed.made.at }),
      })
    }
  }
}

type Locked = { conversation: ConversationRow; contact: ContactRow }

/** The conversation an event is about, by either id; one that is not known yet is made from what the event tells. */
async function locate(
  deps: SurveyDeps,
  tx: Tx,
  by: By,
  event: InboundEvent,
): Promise<Outcome<{ locked: Locked; created: boolean }>> {
  const found = event.conversation_id
    ? await findConversation(tx, by.workspaceId, event.conversation_id)
    : event.conversation &&
      (await findConversationByExternalId(tx, by.workspaceId, event.conversation.external_id))
  if (found) {
    const locked = await lockConversation(tx, by.workspaceId, found.id)
    return locked ? done({ locked, created: false }) : notFound('conversation')
  }
  const { conversation } = event
  if (!conversation) return notFound('conversation')
  if (!conversation.channel || (!conversation.contact && !conversation.contact_id)) {
    return fail({
      kind: 'invalid',
      message: 'This conversation is not known yet.',
      fields: [{ field: 'conversation', message: 'needs channel and contact the first time it is named' }],
    })
  }
  const opened = await openConversation(
    tx,
    by,
    {
      ...conversation,
      channel: conversation.channel,
      origin: conversation.origin ?? 'inbound',
      tags: conversation.tags ?? [],
      created_at: event.occurred_at,
    },
    deps.ctx.clock.now(),
  )
  if (!opened.ok) return opened
  const locked = await lockConversation(tx, by.workspaceId, opened.value.conversation.id)
  return done({ locked: locked!, created: opened.value.created })
}
