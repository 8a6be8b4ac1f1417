import { newId } from '../platform/ids.ts'
import { done, fail, type Outcome } from '../platform/outcome.ts'
import type { Decision, Instant, RateRefusal } from '../policy/decision.ts'
import { type Answer, canEdit, canRate } from '../policy/rate.ts'
import { sentence } from '../policy/sentences.ts'
import type { Policy } from '../policy/settings.ts'
import { rateFactsOf } from './rate-facts.ts'
import type { RatingAnswer, RatingInput } from './schema.ts'
import type { ResponseRow, SurveyRow } from './store.ts'

/** Everything about a conversation that an answer to one of its surveys touches. */
export type AnswerRows = {
  survey: SurveyRow
  surveys: readonly SurveyRow[]
  responses: readonly ResponseRow[]
  policy: Policy
  policyVersion: number
}

/** What becomes of an answer: what is said to the customer, and what is to be written. */
export type TakenAnswer = {
  survey: SurveyRow
  policyVersion: number
  answer: Answer
  decision: Decision<RateRefusal>
  outcome: Outcome<RatingAnswer>
  /** Null when it was refused, or was there already. */
  change: AnswerChange | null
}

export type AnswerChange = {
  response: ResponseRow
  /** What it was before; null when it is new. */
  before: ResponseRow | null
  /** The surveys it settles: this one, and under `teammate` every open one for the same teammate (I14). */
  settles: readonly SurveyRow[]
  /** Earlier responses whose place it takes (O10). */
  supersedes: readonly ResponseRow[]
}

/** Decides on a customer's answer, from rows alone. */
export function takeAnswer(rows: AnswerRows, input: RatingInput, now: Instant): TakenAnswer {
  const { survey, responses, policy, policyVersion } = rows
  const answer = normalise(input, policy)
  const facts = rateFactsOf({ survey, responses, policy, now })
  const decision = canRate({ ...facts, answer })
  const base = { survey, policyVersion, answer, decision }
  if (!decision.allowed) return { ...base, change: null, outcome: refused(decision.reason, decision.facts) }
  if (decision.facts['repeated']) {
    const { score, comment } = facts.response!
    return { ...base, change: null, outcome: answered(score, comment, canEdit(facts)) }
  }
  const change = changeOf(rows, answer, now)
  const after = rateFactsOf({
    survey: { ...survey, state: 'answered', response_id: change.response.id },
    responses: [...responses.filter(({ id }) => id !== change.response.id), change.response],
    policy,
    now,
  })
  return { ...base, change, outcome: answered(answer.score, answer.comment, canEdit(after)) }
}

/** A refusal as the customer hears it. */
export function refused(reason: RateRefusal, facts: Decision<RateRefusal>['facts']): Outcome<never> {
  const message = sentence(reason, facts)
  if (reason === 'unknown_link') return fail({ kind: 'not_found', reason, message })
  if (reason === 'expired' || reason === 'withdrawn') return fail({ kind: 'gone', reason, message })
  return fail({ kind: 'refused', reason, message })
}

function answered(score: number, comment: string | null, edit: boolean): Outcome<RatingAnswer> {
  return done({ state: 'answered', score, comment, can: { edit } })
}

/** Thumbs have two scores; reasons are those the policy offers; an empty comment is none. */
function normalise(input: RatingInput, policy: Policy): Answer {
  const score = policy.question.scale === 'thumbs' ? (input.score >= 4 ? 5 : 1) : input.score
  const comment = input.comment?.replaceAll('\r\n', '\n').trim()
  return {
    score,
    comment: comment ? comment : null,
    reasons: policy.question.reasons.filter((reason) => input.reasons?.includes(reason)),
  }
}

function changeOf(rows: AnswerRows, answer: Answer, now: Instant): AnswerChange {
  const { survey, surveys, responses, policy } = rows
  const perTeammate = policy.scope === 'teammate'
  const sharedId = perTeammate ? responses.find((other) => other.agent_id === survey.agent_id)?.id : undefined
  const before = responses.find(({ id }) => id === (survey.response_id ?? sharedId)) ?? null
  const response = before ? revised(before, answer, now) : newResponse(survey, policy, answer, now)
  return {
    response,
    before,
    settles: surveys.filter(
      (other) =>
        other.id === survey.id ||
        (perTeammate &&
          other.agent_id === survey.agent_id &&
          (other.state === 'sent' || other.state === 'answered')),
    ),
    supersedes:
      policy.scope === 'conversation'
        ? responses.filter((other) => other.id !== response.id && other.superseded_at === null)
        : [],
  }
}

function revised(before: ResponseRow, { score, comment, reasons }: Answer, now: Instant): ResponseRow {
  return {
    ...before,
    score,
    comment,
    reasons: [...reasons],
    revision: before.revision + 1,
    edited_at: now,
  }
}

/** The snapshots of the survey go with it, and the definition of "satisfied" that holds now (A2). */
function newResponse(survey: SurveyRow, policy: Policy, answer: Answer, now: Instant): ResponseRow {
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
    quarantined: false,
    superseded_at: null,
  }
}
