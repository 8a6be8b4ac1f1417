import type { Insertable } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { insertRows, type NewRow } from '../platform/insert-rows.ts'
import { enqueueOne } from '../platform/jobs.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { Instant } from '../policy/decision.ts'
import {
  type CaseOutcome,
  type CasePlan,
  type FollowUpMember,
  isLow,
  planCase,
} from '../policy/follow-up/follow-up.ts'
import { SCORE_FACES } from '../policy/score.ts'
import type { Policy } from '../policy/settings.ts'
import { followUpMembers } from '../followup/members.ts'
import { stillToBeDue } from '../followup/schedule-case.ts'
import { caseLink } from '../followup/case-link.ts'
import { contactNameColumn, customerName } from '../inbox/contacts/contact-name.ts'
import { noteNotice } from '../notices/note-notice.ts'
import type { Random } from './random.ts'

const HOUR = 3_600_000
/** So many of the last low answers still wait for a word, or were just written to. */
const WAITING = 5
const OUTCOMES: readonly CaseOutcome[] = [
  ...Array.from({ length: 11 }, () => 'recovered' as const),
  ...Array.from({ length: 4 }, () => 'not_recovered' as const),
  ...Array.from({ length: 4 }, () => 'no_answer' as const),
  'not_genuine',
]
const NOTES = ['Refunded the shipping.', 'A new plant is on its way.', 'Explained how it came about.', null]

type Answer = Insertable<Tables['responses']>

/**
 * The follow-ups on the sample's low answers, each of whom the policy would have given it to: the last few wait
 * or were just contacted, the others are closed.
 */
export async function addCases(
  tx: Tx,
  random: Random,
  answers: readonly Answer[],
  { workspaceId, policy, now }: { workspaceId: string; policy: Policy; now: Instant },
): Promise<void> {
  const low = answers
    .filter(({ score }) => isLow(policy, score))
    .toSorted((a, b) => timeOf(a.submitted_at) - timeOf(b.submitted_at))
  const last = new Map(low.map((answer) => [answer.conversation_id, answer.id]))
  const waiting = low
    .filter(({ id, conversation_id: of }) => last.get(of) === id)
    .slice(-WAITING)
    .map(({ id }) => id)
  const cases: NewRow<'cases'>[] = []
  const events: NewRow<'case_events'>[] = []
  let members = await followUpMembers(tx, workspaceId)
  for (const answer of low) {
    const openedAt = timeOf(answer.submitted_at)
    const mayWait = waiting.includes(answer.id)
    const seq = cases.length + 1
    const plan = planOf(answer, { openedAt, policy, members })
    members = members.map((each) => (each.id === plan.ownerId ? { ...each, lastGiven: seq } : each))
    const row = caseRow(random, answer, { seq, openedAt, mayWait, plan, now })
    cases.push(row)
    events.push(...eventsOf(row, plan.ownerBecause))
  }
  await insertRows(tx, 'cases', cases)
  await insertRows(tx, 'case_events', events)
  for (const { workspace_id, id, state, due_at: dueAt } of cases) {
    if (state !== 'open' || timeOf(dueAt) <= now) continue
    await enqueueOne(tx, stillToBeDue, { workspaceId: workspace_id, id }, timeOf(dueAt))
  }
  await tellOwners(tx, cases)
}

function caseRow(
  random: Random,
  answer: Answer,
  at: { seq: number; openedAt: Instant; mayWait: boolean; plan: CasePlan; now: Instant },
): NewRow<'cases'> {
  const { openedAt, mayWait, now } = at
  const { ownerId, dueAt } = at.plan
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
    owner_id: ownerId,
    given_to: ownerId,
    team_id: answer.team_id ?? null,
    channel: answer.channel,
    opened_at: new Date(openedAt),
    published_at: new Date(openedAt),
    waiting_since: new Date(openedAt),
    due_at: new Date(dueAt),
    overdue_at: (wasContacted ? contactedAt : now) > dueAt ? new Date(dueAt) : null,
    contacted_at: wasContacted ? new Date(contactedAt) : null,
    contacted_by: wasContacted ? ownerId : null,
    closed_at: isClosed ? new Date(closedAt) : null,
    outcome: isClosed ? random.pick(OUTCOMES) : null,
    note: isClosed ? random.pick(NOTES) : null,
    set_aside: false,
    updated_at: new Date(isClosed ? closedAt : wasContacted ? contactedAt : openedAt),
  }
}

/** As the policy plans it: nobody is given what he may not see. */
function planOf(
  answer: Answer,
  at: { openedAt: Instant; policy: Policy; members: readonly FollowUpMember[] },
): CasePlan {
  const teamId = answer.team_id ?? null
  return planCase({
    ...at,
    answer: { score: answer.score, teamId, givenAt: at.openedAt },
    teamId,
    assigneeId: answer.agent_id ?? null,
    agentId: answer.agent_id ?? null,
  })
}

function eventsOf(row: NewRow<'cases'>, because: CasePlan['ownerBecause']): NewRow<'case_events'>[] {
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
    ...entry('opened', row.opened_at, { because, owner_id: row.owner_id }),
    ...entry('overdue', row.overdue_at),
    ...entry('contacted', row.contacted_at),
    ...entry('closed', row.closed_at, { outcome: row.outcome, note: row.note }),
  ]
}

const timeOf = (at: Date): Instant => at.getTime()

/** What waits is in the bell of whose it is. */
async function tellOwners(tx: Tx, cases: readonly NewRow<'cases'>[]): Promise<void> {
  for (const { workspace_id: workspaceId, id, owner_id: memberId, state, opened_at: at, ...row } of cases) {
    if (state !== 'open' || !memberId) continue
    const { name, score } = await tx
      .selectFrom('responses as r')
      .innerJoin('contacts as c', (join) =>
        join.onRef('c.workspace_id', '=', 'r.workspace_id').onRef('c.id', '=', 'r.contact_id'),
      )
      .select([contactNameColumn('c').as('name'), 'r.score'])
      .where('r.workspace_id', '=', workspaceId)
      .where('r.id', '=', row.response_id!)
      .executeTakeFirstOrThrow()
    const customer = customerName(name)
    await noteNotice(tx, {
      workspaceId,
      memberId,
      kind: 'case',
      key: `case:${id}:opened:${timeOf(at)}`,
      subject: `Follow up with ${customer}`,
      body: `${customer} rated ${score} of 5 (${SCORE_FACES[score as 1].label}).`,
      link: caseLink(id),
      contactId: row.contact_id,
      conversationId: row.conversation_id,
      tells: [{ responseId: row.response_id!, score, at: timeOf(at) }],
      at: timeOf(at),
    })
  }
}
