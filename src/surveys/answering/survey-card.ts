import type { Language } from '../../languages/catalogue.ts'
import { pickLanguage } from '../../languages/pick-language.ts'
import { messageOfAsk } from '../../languages/survey-message.ts'
import type { Context } from '../../platform/context.ts'
import type { Instant } from '../../policy/decision.ts'
import { type Standing, standingOf } from '../../policy/rate.ts'
import type { Policy, Scale } from '../../policy/settings.ts'
import type { SurveyState } from '../../policy/survey.ts'
import { policiesOfAsks } from '../settings/policy-of-ask.ts'
import { rateFactsOf } from './rate-facts.ts'
import { responsesOfAll, type ResponseRow, type SurveyRow, surveysOfAll } from '../store.ts'

/** A survey as its customer sees it: how it was asked, what was answered to this ask, and what may happen now. */
export type SurveyCard = {
  id: string
  state: SurveyState
  standing: Standing
  message: string
  scale: Scale
  low_until: number
  reasons: string[]
  thank_you: string | null
  score: number | null
  comment: string | null
  chosen_reasons: string[]
  can: { rate: boolean; edit: boolean }
  /** Why it cannot be rated; null when it can, or has been. */
  reason: string | null
  sent_at: Instant | null
  /** It was withdrawn because the conversation was opened again. */
  is_reopened: boolean
}

/** The surveys of conversations that have reached the customer, oldest first, keyed by conversation. */
export async function surveyCards(
  ctx: Context,
  workspaceId: string,
  conversationIds: readonly string[],
  locale: string | null = null,
): Promise<Map<string, SurveyCard[]>> {
  const conversations = conversationIds.map((id) => ({ workspaceId, id }))
  const surveys = [...(await surveysOfAll(ctx.db, conversations)).values()].flat()
  const sent = surveys.filter((survey) => survey.sent_at !== null)
  if (sent.length === 0) return new Map()
  const [responses, policyOf] = await Promise.all([
    responsesOfAll(ctx.db, conversations),
    policiesOfAsks(ctx.db, sent),
  ])
  const lang = pickLanguage({ contactLocale: locale })
  const now = ctx.clock.now()
  const cards = new Map<string, SurveyCard[]>()
  for (const survey of sent) {
    const { conversation_id: id } = survey
    const { policy } = policyOf(survey)
    const rows = { survey, responses: responses.get(id) ?? [], policy, handedOver: false, lang, now }
    cards.set(id, [...(cards.get(id) ?? []), cardOf(rows)])
  }
  return cards
}

const NOT_ANSWERED = { score: null, comment: null, reasons: [] }

/** One survey's card from its rows, under the policy that it lives under. */
export function cardOf(rows: {
  survey: SurveyRow
  responses: readonly ResponseRow[]
  policy: Policy
  handedOver: boolean
  lang: Language
  now: Instant
}): SurveyCard {
  const { survey, lang } = rows
  const { question } = rows.policy
  const facts = rateFactsOf(rows)
  const { standing, decision } = standingOf(facts)
  const isAnswered = standing === 'editable' || standing === 'final'
  const { score, comment, reasons } = (isAnswered && facts.response) || NOT_ANSWERED
  return {
    id: survey.id,
    state: survey.state,
    standing,
    message: messageOfAsk(question, survey.message, lang),
    scale: question.scale,
    low_until: question.low_until,
    reasons: question.reasons,
    thank_you: question.thank_you,
    score,
    comment,
    chosen_reasons: [...reasons],
    can: { rate: standing === 'ask' || standing === 'asked_anew', edit: standing === 'editable' },
    reason: isAnswered ? null : decision.reason,
    sent_at: survey.sent_at,
    is_reopened: survey.end_reason === 'reopened',
  }
}
