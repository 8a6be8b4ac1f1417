import type { Instant } from '../decision.ts'
import { isExplicit, type MakeFacts } from '../make.ts'
import type { KnownSurvey } from '../scope.ts'
import { ratingWindows } from '../rate.ts'
import { planReopen } from '../reopen.ts'
import { dueAt } from '../send.ts'
import type { Policy } from '../settings.ts'
import { isLive, type SurveyState } from '../survey.ts'

/** What became of a survey, as far as it does not follow from the policy. Spans are in milliseconds. */
export type Fate = {
  /** From being due to being with the customer; null: it never was. */
  sentAfter: number | null
  /** From being sent to its answer. */
  answeredAfter: number | null
  /** From being due to its delivery being given up. */
  failedAfter: number | null
  /** When somebody took it back, or the contact left. */
  takenBackAt: Instant | null
}

/** A survey with all that will become of it. */
export type Course = {
  conversationId: string
  resolution: number
  madeAt: Instant
  sentAt: Instant | null
  rateUntil: Instant | null
  answeredAt: Instant | null
  failedAt: Instant | null
  withdrawnAt: Instant | null
}

/** What a decision rested on, but for the policy and the surveys that there were under it. */
export type PastFacts = Omit<MakeFacts, 'policy' | 'now' | 'agentId' | 'surveys' | 'contact'> & {
  contact: Omit<MakeFacts['contact'], 'lastAskedAt'>
}

/** What asks, and when. `windowHours` and `delay` (milliseconds) are a workflow's own (I5, O9). */
export type Asking = { at: Instant; facts: PastFacts; windowHours: number | null; delay: number }

/** The survey that a policy makes, with what becomes of it. */
export function courseOf(
  policy: Policy,
  { at, facts, windowHours, delay }: Asking,
  fate: Fate | null,
): { survey: Course; due: Instant } {
  const explicit = isExplicit(facts)
  const { id, resolution, endedAt } = facts.conversation
  const due = dueAt({ policy, explicit, endedAt, now: at }) + delay
  const after = (from: Instant | null, span: number | null | undefined): Instant | null =>
    from === null || span == null ? null : from + span
  const sentAt = fate === null ? due : after(due, fate.sentAfter)
  const rateUntil =
    sentAt === null ? null : ratingWindows({ policy, sentAt, endedAt, windowHours, explicit }).rateUntil
  const answeredAt = after(sentAt, fate?.answeredAfter)
  const isTooLate = answeredAt !== null && rateUntil !== null && answeredAt >= rateUntil
  const survey = {
    conversationId: id,
    resolution,
    madeAt: at,
    sentAt,
    rateUntil,
    answeredAt: isTooLate ? null : answeredAt,
    failedAt: after(due, fate?.failedAfter),
    withdrawnAt: fate !== null && fate.takenBackAt !== null ? Math.max(at, fate.takenBackAt) : null,
  }
  return { survey, due }
}

const isPast = (moment: Instant | null, now: Instant): boolean => moment !== null && moment <= now

function stateAt(survey: Course, now: Instant): SurveyState {
  if (isPast(survey.withdrawnAt, now)) return 'withdrawn'
  if (isPast(survey.answeredAt, now)) return 'answered'
  if (isPast(survey.failedAt, now)) return 'failed'
  if (!isPast(survey.sentAt, now)) return 'scheduled'
  return isPast(survey.rateUntil, now) ? 'expired' : 'sent'
}

/** The surveys of one contact under one policy. */
export class Asked {
  lastAt: Instant | null = null
  readonly #ofConversation = new Map<string, Course[]>()
  /** Those that may still wait for their answer, oldest first. */
  #waiting: Course[] = []

  add(survey: Course): void {
    this.lastAt = Math.max(this.lastAt ?? survey.madeAt, survey.madeAt)
    this.#waiting.push(survey)
    const others = this.#ofConversation.get(survey.conversationId)
    if (others) others.push(survey)
    else this.#ofConversation.set(survey.conversationId, [survey])
  }

  /** J3, for surveys that wait. */
  reopen(policy: Policy, { conversationId, at }: { conversationId: string; at: Instant }): void {
    const surveys = (this.#ofConversation.get(conversationId) ?? []).map((survey, index) => ({
      id: String(index),
      survey,
      state: stateAt(survey, at),
    }))
    for (const { survey } of planReopen(policy, surveys)) survey.withdrawnAt = at
  }

  /**
   * What a decision has to know: all surveys of its conversation, and of the contact's other conversations the
   * oldest that waits, which is the one that a refusal would name.
   */
  known(conversationId: string, now: Instant): KnownSurvey[] {
    const isWaiting = (survey: Course): boolean => isLive(stateAt(survey, now))
    const first = this.#waiting.findIndex(isWaiting)
    this.#waiting = first > 0 ? this.#waiting.slice(first) : first < 0 ? [] : this.#waiting
    const elsewhere = this.#waiting.find(
      (survey) => survey.conversationId !== conversationId && isWaiting(survey),
    )
    const here = this.#ofConversation.get(conversationId) ?? []
    const surveys = elsewhere ? [...here, elsewhere].toSorted((a, b) => a.madeAt - b.madeAt) : here
    return surveys.map((survey) => knownAt(survey, now))
  }
}

function knownAt(survey: Course, now: Instant): KnownSurvey {
  const { conversationId, resolution, madeAt, sentAt, rateUntil } = survey
  return {
    conversationId,
    resolution,
    agentId: null,
    state: stateAt(survey, now),
    madeAt,
    rateUntil: isPast(sentAt, now) ? rateUntil : null,
  }
}
