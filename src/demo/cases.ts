import type { Insertable } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { insertRows, type NewRow } from '../platform/insert-rows.ts'
import { enqueueOne } from '../platform/jobs.ts'
import type { Tables } from '../platform/tables.ts'
import type { Instant } from '../policy/decision.ts'
import { type CaseOutcome, dueAfter, isLow } from '../policy/follow-up.ts'
import type { Policy } from '../policy/settings.ts'
import { stillToBeDue } from '../followup/schedule-case.ts'
import type { Random } from './random.ts'

const HOUR = 3_600_000
const OUTCOMES: readonly CaseOutcome[] = [
  ...Array.from({ length: 11 }, () => 'recovered' as const),
  ...Array.from({ length: 4 }, () => 'not_recovered' as const),
  ...Array.from({ length: 4 }, () => 'no_answer' as const),
  'not_genuine',
]
const NOTES = ['Refunded the shipping.', 'A new plant is on its way.', 'Explained how it came about.', null]

type Answer = Insertable<Tables['responses']>

/** The follow-ups on the sample's low answers: those of the last days wait or were just contacted, the others are closed. */
export async function addCases(
  tx: Tx,
  random: Random,
  answers: readonly Answer[],
  { policy, now }: { policy: Policy; now: Instant },
): Promise<void> {
  const low = answers
    .filter(({ score }) => isLow(policy, score))
    .toSorted((a, b) => timeOf(a.submitted_at) - timeOf(b.submitted_at))
  const last = new Map(low.map((answer) => [answer.conversation_id, answer.id]))
  const cases: NewRow<'cases'>[] = []
  const events: NewRow<'case_events'>[] = []
  for (const answer of low) {
    const openedAt = timeOf(answer.submitted_at)
    const mayWait = now - openedAt < 60 * HOUR && last.get(answer.conversation_id) === answer.id
    const row = caseRow(random, answer, { seq: cases.length + 1, openedAt, mayWait, policy, now })
    cases.push(row)
    events.push(...eventsOf(row))
  }
  await insertRows(tx, 'cases', cases)
  await insertRows(tx, 'case_events', events)
  for (const { workspace_id, id, state, due_at: dueAt } of cases) {
    if (state !== 'open' || timeOf(dueAt) <= now) continue
    await enqueueOne(tx, stillToBeDue, { workspaceId: workspace_id, id }, timeOf(dueAt))
  }
}

function caseRow(
  random: Random,
  answer: Answer,
  at: { seq: number; openedAt: Instant; mayWait: boolean; policy: Policy; now: Instant },
): NewRow<'cases'> {
  const { openedAt, mayWait, now } = at
  const dueAt = dueAfter(at.policy, openedAt)
  const wait = random.between(20, 29 * 60) * 60_000
  const contactedAt = mayWait ? openedAt + wait : Math.min(openedAt + wait, now)
  const wasContacted = contactedAt <= now && (!mayWait || random.chance(0.4))
  const closedAt = Math.min(contactedAt + random.between(2, 20) * HOUR, now)
  const isClosed = !mayWait
  const state = isClosed ? 'closed' : wasContacted ? 'contacted' : 'open'
  return {
    workspace_id: answer.workspace_id,
    id: newId(),
    seq: at.seq,
    conversation_id: answer.conversation_id,
    contact_id: answer.contact_id,
    response_id: answer.id,
    revision: 1,
    cause: 'low_score',
    reason: null,
    state,
    owner_id: answer.agent_id ?? null,
    given_to: answer.agent_id ?? null,
    team_id: answer.team_id ?? null,
    channel: answer.channel,
    opened_at: new Date(openedAt),
    published_at: new Date(openedAt),
    waiting_since: new Date(openedAt),
    due_at: new Date(dueAt),
    overdue_at: (wasContacted ? contactedAt : now) > dueAt ? new Date(dueAt) : null,
    contacted_at: wasContacted ? new Date(contactedAt) : null,
    contacted_by: wasContacted ? (answer.agent_id ?? null) : null,
    closed_at: isClosed ? new Date(closedAt) : null,
    outcome: isClosed ? random.pick(OUTCOMES) : null,
    note: isClosed ? random.pick(NOTES) : null,
    set_aside: false,
    updated_at: new Date(isClosed ? closedAt : wasContacted ? contactedAt : openedAt),
  }
}

function eventsOf(row: NewRow<'cases'>): NewRow<'case_events'>[] {
  const entry = (kind: string, at: Date | null | undefined, more: object = {}) =>
    at
      ? [
          {
            workspace_id: row.workspace_id,
            id: newId(),
            case_id: row.id,
            kind,
            actor_kind: kind === 'opened' || kind === 'overdue' ? ('system' as const) : ('member' as const),
            actor_id: kind === 'opened' || kind === 'overdue' ? null : (row.owner_id ?? null),
            response_id: kind === 'opened' ? (row.response_id ?? null) : null,
            revision: kind === 'opened' ? 1 : null,
            data: { ...more },
            at,
          },
        ]
      : []
  return [
    ...entry('opened', row.opened_at, { because: 'assignee', owner_id: row.owner_id }),
    ...entry('overdue', row.overdue_at),
    ...entry('contacted', row.contacted_at),
    ...entry('closed', row.closed_at, { outcome: row.outcome, note: row.note }),
  ]
}

const timeOf = (at: Date): Instant => at.getTime()
