import type { Instant } from '../../policy/decision.ts'
import type { RateFacts } from '../../policy/rate.ts'
import type { Policy } from '../../policy/settings.ts'
import { responseFor } from '../../policy/share.ts'
import type { ResponseRow, SurveyRow } from '../store.ts'

/** A survey as the core's rules of sharing know it, with its row. */
export function asAsked(row: SurveyRow) {
  return { row, id: row.id, agentId: row.agent_id, state: row.state, responseId: row.response_id }
}

/** The same of a response. */
export function asRated(row: ResponseRow) {
  return {
    row,
    id: row.id,
    agentId: row.agent_id,
    isSuperseded: row.superseded_at !== null,
    isSetAside: row.quarantined,
    comment: row.comment,
  }
}

/** What the core has to know to judge an answer to this survey, from the rows of its conversation. */
export function rateFactsOf(rows: {
  survey: SurveyRow
  responses: readonly ResponseRow[]
  policy: Policy
  /** Its delivery was begun, though it is not known to be sent. */
  handedOver: boolean
  now: Instant
}): RateFacts {
  const { survey, responses, policy, handedOver, now } = rows
  const response = responseFor(policy, asAsked(survey), responses.map(asRated))?.row ?? null
  return {
    policy,
    now,
    survey: {
      state: survey.state,
      handedOver,
      madeAt: survey.made_at,
      rateUntil: survey.rate_until,
      editUntil: survey.edit_until,
    },
    response: response && {
      score: response.score,
      comment: response.comment,
      reasons: response.reasons,
      firstAt: response.submitted_at,
      at: response.edited_at ?? response.submitted_at,
    },
    superseded: response !== null && response.id === survey.response_id && response.superseded_at !== null,
  }
}
