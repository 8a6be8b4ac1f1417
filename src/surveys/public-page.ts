import { pickLanguage } from '../languages/pick-language.ts'
import type { Language } from '../languages/catalogue.ts'
import type { Context } from '../platform/context.ts'
import { policyForChannel } from '../policy/settings.ts'
import { asksForComment } from '../policy/rate.ts'
import { type Brand, brandOf } from './outgoing.ts'
import type { RatingView } from './pages/rating-page.ts'
import { currentPolicy } from './policy-store.ts'
import { findSurvey, responsesOf } from './store.ts'
import { cardOf, type SurveyCard } from './survey-card.ts'
import type { SurveyName } from './token.ts'

export type PublicSurvey = { name: SurveyName; brand: Brand; lang: Language; card: SurveyCard }

/** What a link shows: the survey as its customer sees it, in the contact's language. Null: no such survey. */
export async function loadPublicSurvey(
  ctx: Context,
  name: SurveyName,
  acceptLanguage: string | undefined,
): Promise<PublicSurvey | null> {
  const survey = await findSurvey(ctx.db, name.workspaceId, name.surveyId)
  if (!survey) return null
  const [brand, responses, { policy }, contact] = await Promise.all([
    brandOf(ctx.db, name.workspaceId),
    survey.response_id || survey.state === 'sent'
      ? responsesOf(ctx.db, name.workspaceId, survey.conversation_id)
      : [],
    currentPolicy(ctx.db, name.workspaceId),
    ctx.db
      .selectFrom('contacts')
      .select('locale')
      .where('workspace_id', '=', name.workspaceId)
      .where('id', '=', survey.contact_id)
      .executeTakeFirstOrThrow(),
  ])
  const lang = pickLanguage({ contactLocale: contact.locale, acceptLanguage: acceptLanguage ?? null })
  const rows = {
    survey,
    responses,
    policy: policyForChannel(policy, survey.channel),
    lang,
    now: ctx.clock.now(),
  }
  return { name, brand, lang, card: cardOf(rows) }
}

export type Wish = { score?: number | undefined; change?: boolean; justRated?: boolean }

/** The page's state, from what the survey is and what the customer came for. */
export function viewOf(page: PublicSurvey, path: string, wish: Wish = {}): RatingView {
  const { card, brand, lang } = page
  const base: Omit<RatingView, 'state'> = {
    lang,
    brand,
    message: card.message,
    scale: card.scale,
    score: card.score,
    comment: card.comment,
    reasons: card.reasons,
    chosenReasons: card.chosen_reasons,
    canEdit: card.can.edit,
    commentAllowed: true,
    thankYou: card.thank_you,
    action: path,
    lowUntil: card.low_until,
  }
  if (card.state === 'withdrawn') return { ...base, state: 'withdrawn' }
  if (card.score !== null) {
    const wantsWords = wish.justRated && card.comment === null && isLow(card)
    if (wantsWords) return { ...base, state: 'low_score' }
    return { ...base, state: wish.change && card.can.edit ? 'change' : 'thanks' }
  }
  if (!card.can.rate) return { ...base, state: card.reason === 'expired' ? 'expired' : 'unknown' }
  return wish.score === undefined
    ? { ...base, state: 'form' }
    : { ...base, state: 'preselected', score: wish.score }
}

function isLow(card: SurveyCard): boolean {
  return card.score !== null && asksForComment(card.score, card.low_until)
}

/** The page of a link that is not one of ours. */
export function unknownView(acceptLanguage: string | undefined, path: string): RatingView {
  return {
    state: 'unknown',
    lang: pickLanguage({ acceptLanguage: acceptLanguage ?? null }),
    brand: null,
    message: '',
    scale: 'emoji',
    score: null,
    comment: null,
    reasons: [],
    chosenReasons: [],
    canEdit: false,
    commentAllowed: false,
    thankYou: null,
    action: path,
    lowUntil: 2,
  }
}
