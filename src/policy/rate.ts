import { allow, type Decision, type Instant, type RateRefusal, refuse } from './decision.ts'
import type { Policy } from './settings.ts'
import type { SurveyState } from './survey.ts'

const HOUR_MS = 3_600_000

/** How long after the first tap the words may follow, where a rating is otherwise final (I9, O5). */
export const COMMENT_GRACE_MS = 15 * 60_000

/** Do words at this instant still belong to a tap (I9, O5)? At the end of the quarter of an hour no more. */
export function belongsToTap(tapAt: Instant, at: Instant): boolean {
  return at < tapAt + COMMENT_GRACE_MS
}

/**
 * Until when a survey can be answered and an answer changed. The two are independent (I5, I6); null means
 * without end. `windowHours` is a workflow's own window. A survey that somebody asks for only after its time
 * (`explicit`) counts from being sent: it must not arrive dead.
 */
export function ratingWindows(facts: {
  policy: Pick<Policy, 'rating'>
  sentAt: Instant
  endedAt: Instant | null
  windowHours?: number | null
  explicit?: boolean
}): { rateUntil: Instant | null; editUntil: Instant | null } {
  const { window, edit } = facts.policy.rating
  const endedAt = facts.endedAt ?? facts.sentAt
  const hours = facts.windowHours ?? window?.hours ?? null
  const endsAfter = (from: Instant, length: number): Instant => from + length * HOUR_MS
  const isTooLate = facts.explicit === true && hours !== null && endsAfter(endedAt, hours) <= facts.sentAt
  const from = window?.from === 'sent' || isTooLate ? facts.sentAt : endedAt
  return {
    rateUntil: hours === null ? null : endsAfter(from, hours),
    editUntil: edit.mode === 'window' && edit.hours !== null ? endsAfter(endedAt, edit.hours) : null,
  }
}

export type Answer = { score: number; comment: string | null; reasons: readonly string[] }

export type RateFacts = {
  policy: Pick<Policy, 'rating'>
  now: Instant
  survey: {
    state: SurveyState
    /** An attempt to deliver it was begun: the customer may have it, though we do not know yet. */
    handedOver: boolean
    madeAt: Instant
    rateUntil: Instant | null
    editUntil: Instant | null
  }
  /** The rating this survey has, its own or the one it shares (I14). */
  response: (Answer & { at: Instant; firstAt: Instant }) | null
  /** A later survey of the conversation was answered, and the latest counts (O10). */
  superseded: boolean
}

/**
 * What may happen at a survey's link now. `ask`: a first rating. `asked_anew`: rated before, and this later ask
 * is answered by itself. `editable`, `final`: it has its rating, which can or cannot change. The rest is over.
 */
export type Standing = 'ask' | 'asked_anew' | 'editable' | 'final' | 'expired' | 'withdrawn' | 'unknown'

/**
 * The one place that says it; pages, cards and the taking of answers read it here. The decision is the one on an
 * answer that differs from what is there. A withdrawn link says so even after it would have expired (J3), a link
 * that was never handed out leads nowhere (J7), and an ask about somebody who was rated before is an ask (I10, I14).
 */
export function standingOf(facts: RateFacts): { standing: Standing; decision: Decision<RateRefusal> } {
  const { survey, response, now } = facts
  if (survey.state === 'withdrawn') return { standing: 'withdrawn', decision: refuse('withdrawn') }
  if (survey.state === 'scheduled' && !survey.handedOver) {
    return { standing: 'unknown', decision: refuse('unknown_link') }
  }
  if (response === null || isLaterAsk(survey, response)) {
    if (survey.state === 'expired' || isOver(survey.rateUntil, now)) {
      return { standing: 'expired', decision: refuse('expired', { until: survey.rateUntil }) }
    }
    return { standing: response === null ? 'ask' : 'asked_anew', decision: allow() }
  }
  const decision = facts.superseded ? refuse('superseded' as const) : canChange(facts, response)
  return { standing: decision.allowed ? 'editable' : 'final', decision }
}

/** May this survey take this rating now? The same again always, words that follow the tap for a while (I9, O5). */
export function canRate(facts: RateFacts & { answer: Answer }): Decision<RateRefusal> {
  const { standing, decision } = standingOf(facts)
  const { response, answer } = facts
  if (response === null || (standing !== 'editable' && standing !== 'final')) return decision
  if (isSame(response, answer)) return allow({ repeated: true })
  if (!facts.superseded && completes(response, answer, facts.now)) return allow({ completes: true })
  return decision
}

/** A later ask about the same teammate is answered anew, and the earlier ones follow (I10, I14). */
function isLaterAsk(survey: RateFacts['survey'], response: { firstAt: Instant }): boolean {
  return survey.state !== 'answered' && survey.madeAt >= response.firstAt
}

function canChange(
  { policy, survey, now }: RateFacts,
  response: NonNullable<RateFacts['response']>,
): Decision<RateRefusal> {
  const { edit, comment_locks: commentLocks } = policy.rating
  if (edit.mode === 'never') return refuse('already_answered', { at: response.at })
  if (commentLocks && response.comment !== null) return refuse('comment_locked', { at: response.at })
  if (edit.mode === 'latest_wins') {
    return isOver(survey.rateUntil, now)
      ? refuse('expired', { until: survey.rateUntil })
      : allow({ changes: true })
  }
  // Sent while the policy had no such window: today's, counted from when the survey was made (I2).
  const until = survey.editUntil ?? survey.madeAt + (edit.hours ?? 0) * HOUR_MS
  return isOver(until, now) ? refuse('edit_window_over', { until }) : allow({ changes: true })
}

/** A window ends at the instant itself; one without an end is never over. */
function isOver(until: Instant | null, now: Instant): boolean {
  return until !== null && now >= until
}

function isSame(a: Answer, b: Answer): boolean {
  return a.score === b.score && a.comment === b.comment && a.reasons.join('\n') === b.reasons.join('\n')
}

/** The words that follow the tap belong to the same rating: same score, no comment yet, soon after. */
function completes(response: Answer & { firstAt: Instant }, answer: Answer, now: Instant): boolean {
  return response.score === answer.score && response.comment === null && belongsToTap(response.firstAt, now)
}
