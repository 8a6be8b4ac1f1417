import type { Language } from '../languages/catalogue.ts'
import { pickLanguage } from '../languages/pick-language.ts'
import { surveyMessage } from '../languages/survey-message.ts'
import type { Context } from '../platform/context.ts'
import { canEdit, canRate } from '../policy/rate.ts'
import { sentence } from '../policy/sentences.ts'
import { policyForChannel, type Scale } from '../policy/settings.ts'
import type { SurveyStateName } from '../platform/tables.ts'
import { currentPolicy } from './policy-store.ts'
import { rateFactsOf } from './rate-facts.ts'
import { responsesOf, surveysOf, type SurveyRow, type ResponseRow } from './store.ts'
import type { Policy } from '../policy/settings.ts'
import type { Instant } from '../policy/decision.ts'

/** A survey as its customer sees it. */
export type SurveyCard = {
  id: string
  state: SurveyStateName
  resolution: number
  message: string
  scale: Scale
  low_until: number
  reasons: string[]
  thank_you: string | null
  score: number | null
  comment: string | null
  chosen_reasons: string[]
  can: { rate: boolean; edit: boolean }
  /** Why it cannot be rated, for people; null when it can. */
  reason: string | null
  sentence: string | null
}

/** The surveys of a conversation that have reached the customer, oldest first. */
export async function surveyCards(
  ctx: Context,
  workspaceId: string,
  conversationId: string,
  locale: string | null = null,
): Promise<SurveyCard[]> {
  const surveys = await surveysOf(ctx.db, workspaceId, conversationId)
  if (surveys.length === 0) return []
  const responses = await responsesOf(ctx.db, workspaceId, conversationId)
  const { policy } = await currentPolicy(ctx.db, workspaceId)
  const lang = pickLanguage({ contactLocale: locale })
  return surveys
    .filter((survey) => survey.sent_at !== null)
    .map((survey) =>
      cardOf({
        survey,
        responses,
        policy: policyForChannel(policy, survey.channel),
        lang,
        now: ctx.clock.now(),
      }),
    )
}

/** One survey's card from its rows. */
export function cardOf(rows: {
  survey: SurveyRow
  responses: readonly ResponseRow[]
  policy: Policy
  lang: Language
  now: Instant
}): SurveyCard {
  const { survey, policy, lang } = rows
  const facts = rateFactsOf(rows)
  const edit = canEdit(facts)
  const first = canRate({ ...facts, response: null, answer: { score: 5, comment: null, reasons: [] } })
  const answered = facts.response !== null
  return {
    id: survey.id,
    state: survey.state,
    resolution: survey.resolution,
    message: surveyMessage({ ...policy.question, message: survey.message }, lang),
    scale: policy.question.scale,
    low_until: policy.question.low_until,
    reasons: policy.question.reasons,
    thank_you: policy.question.thank_you,
    score: facts.response?.score ?? null,
    comment: facts.response?.comment ?? null,
    chosen_reasons: [...(facts.response?.reasons ?? [])],
    can: { rate: !answered && first.allowed, edit },
    reason: answered ? null : first.reason,
    sentence: answered || first.allowed ? null : sentence(first.reason, first.facts),
  }
}
