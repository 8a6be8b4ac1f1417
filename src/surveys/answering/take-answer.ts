import { newId } from '../../platform/ids.ts'
import { done, fail, invalid, type Outcome } from '../../platform/outcome.ts'
import type { Decision, Instant, RateRefusal } from '../../policy/decision.ts'
import { type Answer, belongsToTap, canRate, type RateFacts, standingOf } from '../../policy/rate.ts'
import { scoreOn } from '../../policy/score.ts'
import { sentence } from '../../policy/sentences.ts'
import type { Policy } from '../../policy/settings.ts'
import { planAnswer } from '../../policy/share.ts'
import type { Suspicion } from '../../policy/suspicion.ts'
import { asAsked, asRated, rateFactsOf } from './rate-facts.ts'
import type { RatingAnswer, RatingInput } from '../schema.ts'
import type { ResponseRow, SurveyRow } from '../store.ts'

/** Everything about a conversation that an answer to one of its surveys touches. */
export type AnswerRows = {
  survey: SurveyRow
  surveys: readonly SurveyRow[]
  responses: readonly ResponseRow[]
  /** As the survey lives under it: its question is the one that was asked (C2). */
  policy: Policy
  policyVersion: number
  /** Why a first answer is set aside, though the customer is thanked. */
  suspicion?: Suspicion | null
}

/** What becomes of an answer: what is said to the customer, and what is to be written. */
export type TakenAnswer = {
  survey: SurveyRow
  policyVersion: number
  /** Null when there was nothing to decide, because its scale has no such score. */
  decision: Decision<RateRefusal> | null
  outcome: Outcome<RatingAnswer>
  /** Null when it was refused, or was there already. */
  change: AnswerChange | null
}

export type AnswerChange = {
  response: ResponseRow
  /** What it was before; null when it is new. */
  before: ResponseRow | null
  /** The surveys it settles, this one among them (I14). */
  settles: readonly SurveyRow[]
  /** Earlier responses whose place it takes (O10). */
  supersedes: readonly ResponseRow[]
}

/** Decides on a customer's answer, from rows alone. */
export function takeAnswer(rows: AnswerRows, input: RatingInput, now: Instant): TakenAnswer {
  const { survey, responses, policy, policyVersion } = rows
  const answer = normalise(input, policy)
  if (answer === null) {
    const outcome = invalid('score', 'this survey asks for a thumb: 5 (or 4) is up, 1 (or 2) is down')
    return { survey, policyVersion, decision: null, change: null, outcome }
  }
  // What was on its way when the answer came is marked as sent by now.
  const facts = rateFactsOf({ survey, responses, policy, handedOver: false, now })
  const decision = canRate({ ...facts, answer })
  const base = { survey, policyVersion, decision }
  if (!decision.allowed) return { ...base, change: null, outcome: refused(decision.reason, decision.facts) }
  if (decision.facts['repeated']) {
    const { score, comment } = facts.response!
    return { ...base, change: null, outcome: answered(score, comment, facts) }
  }
  const change = changeOf(rows, answer, now)
  const after = rateFactsOf({
    survey: { ...survey, state: 'answered', response_id: change.response.id },
    responses: [...responses.filter(({ id }) => id !== change.response.id), change.response],
    policy,
    handedOver: false,
    now,
  })
  return { ...base, change, outcome: answered(answer.score, answer.comment, after) }
}

/** A refusal as the customer hears it. */
export function refused(reason: RateRefusal, facts: Decision<RateRefusal>['facts']): Outcome<never> {
  const message = sentence(reason, facts)
  if (reason === 'unknown_link') return fail({ kind: 'not_found', reason, message })
  if (reason === 'expired' || reason === 'withdrawn') return fail({ kind: 'gone', reason, message })
  return fail({ kind: 'refused', reason, message })
}

function answered(score: number, comment: string | null, after: RateFacts): Outcome<RatingAnswer> {
  const edit = standingOf(after).standing === 'editable'
  return done({ state: 'answered', score, comment, can: { edit } })
}

/**
 * Thumbs have two scores, reasons are those the ask offers, an empty comment is none. Null: the ask's scale has no
 * such score.
 */
function normalise(input: RatingInput, { question }: Policy): Answer | null {
  const score = scoreOn(question.scale, input.score)
  if (score === null) return null
  const comment = input.comment?.replaceAll('\r\n', '\n').trim()
  return {
    score,
    comment: comment ? comment : null,
    reasons: question.reasons.filter((reason) => input.reasons?.includes(reason)),
  }
}

function changeOf(rows: AnswerRows, answer: Answer, now: Instant): AnswerChange {
  const { survey, surveys, responses, policy } = rows
  const plan = planAnswer(policy, asAsked(survey), {
    surveys: surveys.map(asAsked),
    responses: responses.map(asRated),
  })
  const before = plan.revises?.row ?? null
  const response = before ? revised(before, survey, answer, now) : newResponse(rows, answer, now)
  return {
    response,
    before,
    settles: plan.settles.map(({ row }) => row),
    // One that does not count takes nobody's place.
    supersedes: response.quarantined ? [] : plan.supersedes.map(({ row }) => row),
  }
}

/** The first words to a score just given are the second half of one answer, not a change of it (I9, O5). */
function revised(
  before: ResponseRow,
  ask: SurveyRow,
  { score, comment, reasons }: Answer,
  now: Instant,
): ResponseRow {
  const completes =
    ask.id === before.survey_id &&
    before.edited_at === null &&
    before.comment === null &&
    score === before.score &&
    belongsToTap(before.submitted_at, now)
  return {
    ...before,
    score,
    comment,
    reasons: [...reasons],
    revision: before.revision + 1,
    edited_at: completes ? null : now,
  }
}

/** The snapshots of the survey go with it, and the definition of "satisfied" that it was made under (A2). */
function newResponse(
  { survey, policy, suspicion = null }: AnswerRows,
  answer: Answer,
  now: Instant,
): ResponseRow {
  return {
    workspace_id: survey.workspace_id,
    id: newId(),
    survey_id: survey.id,
    conversation_id: survey.conversation_id,
    contact_id: survey.contact_id,
    resolution: survey.resolution,
    agent_id: survey.agent_id,
    team_id: survey.team_id,
    channel: survey.channel,
    tags: survey.tags,
    handled_by: survey.handled_by,
    score: answer.score,
    comment: answer.comment,
    reasons: [...answer.reasons],
    revision: 1,
    scale: policy.question.scale,
    satisfied_from: policy.question.satisfied_from,
    submitted_at: now,
    edited_at: null,
    quarantined: suspicion !== null,
    quarantine_reason: suspicion,
    quarantined_at: suspicion === null ? null : now,
    superseded_at: null,
  }
}
