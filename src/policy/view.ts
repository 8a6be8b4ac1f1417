import { allow, type Decision, type Instant, refuse } from './decision.ts'
import type { Policy, Role } from './settings.ts'

const HOUR_MS = 3_600_000

export type ViewRefusal = 'set_aside' | 'role' | 'embargoed' | 'hidden_in_timeline'

export type Viewer = {
  /** Null: a key that speaks for the whole workspace, bound by its scopes and the embargo. */
  role: Role | null
  teamIds: readonly string[]
  /** He reviews what was set aside (`responses.review`). */
  reviews: boolean
}

/** An answer as somebody would see it: how it stands now, or how one of its revisions stood. */
export type SeenResponse = {
  score: number
  teamId: string | null
  submittedAt: Instant
  /** When it was last changed into what would be seen; null when it is still what was submitted. */
  editedAt: Instant | null
  /** It waits for a review and counts nowhere (SPEC § 3.1). */
  setAside: boolean
}

/** When what was given at an instant becomes visible (C13). */
export function embargoEndsAt(policy: Pick<Policy, 'visibility'>, givenAt: Instant): Instant {
  return givenAt + policy.visibility.embargo_hours * HOUR_MS
}

/** Does the policy open single answers to this viewer, now or once their embargo is over (C12)? */
export function readsSingle(
  { role }: Pick<Viewer, 'role'>,
  { visibility }: Pick<Policy, 'visibility'>,
): boolean {
  return role === null || visibility.individual_roles.includes(role)
}

/** Does it let him read low scores of the own teams at once, also where it opens him nothing else (C13)? */
export function passesEmbargo(
  { role }: Pick<Viewer, 'role'>,
  { visibility }: Pick<Policy, 'visibility'>,
): boolean {
  return role === 'lead' && visibility.lead_sees_low_at_once
}

/**
 * Of the numbers of people, does a role see the own alone, and of what concerns whole teams nothing (C11)? A key that speaks
 * for the workspace sees all.
 */
export function seesOwnOnly({ role }: Pick<Viewer, 'role'>): boolean {
  return role === 'agent'
}

/**
 * May this viewer see this single answer now? What was set aside is the reviewers' business, and no time changes that.
 * Then roles (C12), then the embargo (C13), which a lead may pass for low scores of the own teams if the policy says so;
 * an answer without a team is every lead's. A change is a new submission: the embargo counts from it anew, so that nobody sees what was said two hours ago because
 * something else was said two days ago. `policy` is that of the answer's channel (O1).
 */
export function canSeeResponse(facts: {
  viewer: Viewer
  policy: Pick<Policy, 'visibility' | 'question'>
  response: SeenResponse
  now: Instant
}): Decision<ViewRefusal> {
  const { viewer, policy, response, now } = facts
  if (response.setAside && !viewer.reviews) return refuse('set_aside')
  const isLow = response.score <= policy.question.low_until
  const ownTeam = response.teamId === null || viewer.teamIds.includes(response.teamId)
  if (passesEmbargo(viewer, policy) && isLow && ownTeam) return allow()
  if (!readsSingle(viewer, policy)) return refuse('role')
  const until = embargoEndsAt(policy, response.editedAt ?? response.submittedAt)
  return now < until ? refuse('embargoed', { until }) : allow()
}

/** The same in a conversation's timeline, where scores can be hidden from everyone (I15). */
export function canSeeInTimeline(facts: Parameters<typeof canSeeResponse>[0]): Decision<ViewRefusal> {
  return facts.policy.visibility.score_in_timeline ? canSeeResponse(facts) : refuse('hidden_in_timeline')
}

/** Is a figure over `n` answers worth showing (A10, C13)? One over none never is. */
export function hasEnoughData(n: number, minN: number): boolean {
  return n > 0 && n >= minN
}

/** What leaves the house is seen as an admin sees it: webhooks, other systems, what workflows send there (C13). */
export const OUTSIDE: Viewer = { role: 'admin', teamIds: [], reviews: true }
