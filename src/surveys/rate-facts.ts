import type { Instant } from '../policy/decision.ts'
import type { RateFacts } from '../policy/rate.ts'
import type { Policy } from '../policy/settings.ts'
import type { ResponseRow, SurveyRow } from './store.ts'

/** What the core has to know to judge an answer to this survey, from the rows of its conversation. */
export function rateFactsOf(rows: {
  survey: SurveyRow
  responses: readonly ResponseRow[]
  policy: Policy
  now: Instant
}): RateFacts {
  const { survey, responses, policy, now } = rows
  const own = responses.find(({ id }) => id === survey.response_id)
  const shared =
    policy.scope === 'teammate'
      ? responses.find((response) => response.agent_id === survey.agent_id)
      : undefined
  const response = own ?? shared ?? null
  return {
    policy,
    now,
    survey: {
      state: survey.state,
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
    superseded: own?.superseded_at != null,
  }
}
