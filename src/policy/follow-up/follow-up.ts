import type { Instant } from '../decision.ts'
import { headsOf, leadsOf, leadsOrHeadsOf } from './leads.ts'
import type { Policy, Role } from '../settings.ts'
import { wilson95 } from '../score.ts'
import { canSeeResponse, embargoEndsAt, hasEnoughData, type Viewer } from '../view.ts'

const HOUR_MS = 3_600_000

export const CASE_STATES = ['open', 'contacted', 'closed'] as const
export type CaseState = (typeof CASE_STATES)[number]

export const CASE_OUTCOMES = ['recovered', 'not_recovered', 'no_answer', 'not_genuine'] as const
export type CaseOutcome = (typeof CASE_OUTCOMES)[number]

export type CaseCause = 'low_score' | 'hand' | 'workflow'

type Rules = Pick<Policy, 'visibility' | 'question' | 'follow_up'>

/** A member who could be given a case or be told of one. */
export type FollowUpMember = {
  id: string
  role: Role
  teamIds: readonly string[]
  /** The place, in the order of opening, of the last case that he was given; 0: none so far. */
  lastGiven: number
}

/** The answer that a case is about, in the version in question. */
export type FollowUpAnswer = { score: number; teamId: string | null; givenAt: Instant }

export type CaseFacts = {
  policy: Rules
  /** Null: the case is about no answer, and anybody may know of it. */
  answer: FollowUpAnswer | null
  teamId: string | null
  /** Whose conversation it is. */
  assigneeId: string | null
  /** To whom the answer is credited. */
  agentId: string | null
  members: readonly FollowUpMember[]
  openedAt: Instant
}

/** Who is told of a case, and when: not before he may know of it (C13). */
export type Alert = { memberId: string; at: Instant }

export type CasePlan = {
  /** Null: nobody may ever see the answer. */
  ownerId: string | null
  ownerBecause: 'assignee' | 'credited' | 'team_member' | 'team_lead' | 'admin' | 'nobody_may_see'
  dueAt: Instant
  /** When the conversation is opened again; null: it is left as it is. */
  reopenAt: Instant | null
  alerts: Alert[]
}

export type FollowUpRefusal = 'does_not_count' | 'case_open' | 'not_low' | 'follow_up_off'

/**
 * Does an answer open a case (A6), and if so whose is it, until when, and who is told? An open case takes further
 * answers as notes, whatever the settings say by now.
 */
export function followUpOf(
  facts: CaseFacts & { answer: FollowUpAnswer; counts: boolean; hasOpenCase: boolean },
): { open: false; reason: FollowUpRefusal } | ({ open: true; reason: null } & CasePlan) {
  const { policy, answer } = facts
  if (!facts.counts) return { open: false, reason: 'does_not_count' }
  if (facts.hasOpenCase) return { open: false, reason: 'case_open' }
  if (!isLow(policy, answer.score)) return { open: false, reason: 'not_low' }
  if (!policy.follow_up.open_case) return { open: false, reason: 'follow_up_off' }
  return { open: true, reason: null, ...planCase(facts) }
}

/** At or below the low score of the question as it was asked. */
export function isLow(policy: Pick<Policy, 'question'>, score: number): boolean {
  return score <= policy.question.low_until
}

/**
 * Owner, due time and alerts of a case that is opened. Nobody who may never see the answer is given it or told.
 * The clock begins when the first of those concerned may know. A reopening everybody sees, so it waits for the end of
 * the embargo.
 */
export function planCase(facts: CaseFacts): CasePlan {
  const { policy, answer, openedAt } = facts
  const { owner, because } = chooseOwner(facts)
  const alerts = alertsOf(facts, owner)
  const begins = alerts.length > 0 ? Math.min(...alerts.map(({ at }) => at)) : openedAt
  return {
    ownerId: owner?.id ?? null,
    ownerBecause: because,
    dueAt: dueAfter(policy, begins),
    reopenAt: policy.follow_up.reopen
      ? Math.max(openedAt, answer === null ? openedAt : embargoEndsAt(policy, answer.givenAt))
      : null,
    alerts,
  }
}

/** Who is told that there is a case: its owner, and who answers for the team and may ever know. */
export function alertsOf(facts: CaseFacts, owner: FollowUpMember | null): Alert[] {
  const told = leadsOrHeadsOf(
    facts.members.filter((member) => knowsAt(facts, member) !== null),
    facts.teamId,
  )
  return [...new Set([...(owner ? [owner] : []), ...told])]
    .flatMap((member) => {
      const at = knowsAt(facts, member)
      return at === null ? [] : [{ memberId: member.id, at }]
    })
    .toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1))
}

/** The latest instant for the first word to the customer. */
export function dueAfter(policy: Pick<Policy, 'follow_up'>, from: Instant): Instant {
  return from + policy.follow_up.due_hours * HOUR_MS
}

/** Who is told once the time is over: the leads of the team, and owners and admins, who may know by then. */
export function escalateTo(facts: CaseFacts, now: Instant): string[] {
  return [...headsOf(facts.members), ...leadsOf(facts.members, facts.teamId)]
    .filter((member) => (knowsAt(facts, member) ?? Infinity) <= now)
    .map(({ id }) => id)
    .toSorted()
}

/** From when on a member may know of the case; null: never. That its answer was set aside closes the case for all. */
export function knowsAt(
  facts: Pick<CaseFacts, 'policy' | 'answer' | 'openedAt'>,
  member: Omit<Viewer, 'reviews'>,
): Instant | null {
  const { policy, answer, openedAt } = facts
  if (answer === null) return openedAt
  const { score, teamId, givenAt } = answer
  const response = { score, teamId, submittedAt: givenAt, editedAt: null, setAside: false }
  const viewer = { ...member, reviews: false }
  const seen = canSeeResponse({ viewer, policy, response, now: openedAt })
  if (seen.allowed) return openedAt
  return seen.reason === 'embargoed' ? embargoEndsAt(policy, answer.givenAt) : null
}

type Choice = { owner: FollowUpMember | null; because: CasePlan['ownerBecause'] }

/** The rule's own candidates first, then those who answer for them. */
function chooseOwner(facts: CaseFacts): Choice {
  const { members, teamId, policy } = facts
  const heads = headsOf(members)
  const named = (id: string | null) => members.filter((member) => id !== null && member.id === id)
  const steps: Record<Exclude<Choice['because'], 'nobody_may_see'>, readonly FollowUpMember[]> = {
    assignee: named(facts.assigneeId),
    credited: named(facts.agentId),
    team_member: members.filter((member) =>
      teamId === null ? !heads.includes(member) : member.teamIds.includes(teamId),
    ),
    team_lead: leadsOf(members, teamId),
    admin: heads,
  }
  for (const because of ORDER[policy.follow_up.owner_rule]) {
    const owner = whoseTurn(steps[because].filter((member) => knowsAt(facts, member) !== null))
    if (owner) return { owner, because }
  }
  return { owner: null, because: 'nobody_may_see' }
}

const ORDER = {
  assignee: ['assignee', 'credited', 'team_lead', 'admin'],
  team_lead: ['team_lead', 'admin'],
  round_robin: ['team_member', 'team_lead', 'admin'],
} as const satisfies Record<Policy['follow_up']['owner_rule'], readonly Choice['because'][]>

/** Who was given one longest ago, or never; among those who never were, the first by id. */
function whoseTurn(members: readonly FollowUpMember[]): FollowUpMember | null {
  return members.toSorted((a, b) => a.lastGiven - b.lastGiven || (a.id < b.id ? -1 : 1))[0] ?? null
}

/** Customers won back, of the cases closed; one that was not genuine is neither won nor lost (A7, A10). */
export function recoveryRate(closed: Record<CaseOutcome, number>, minN: number) {
  const n = closed.recovered + closed.not_recovered + closed.no_answer
  return {
    value: n === 0 ? null : closed.recovered / n,
    n,
    interval: n === 0 ? null : wilson95(closed.recovered, n),
    enough_data: hasEnoughData(n, minN),
  }
}
