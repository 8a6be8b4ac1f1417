import { pickLanguage } from '../languages/pick-language.ts'
import type { Language } from '../languages/catalogue.ts'
import type { Context } from '../platform/context.ts'
import { policyForChannel } from '../policy/settings.ts'
import { asksForComment } from '../policy/rate.ts'
import type { Brand } from './outgoing.ts'
import type { RatingView } from './pages/rating-page.ts'
import { cardOf, type SurveyCard } from './survey-card.ts'
import type { SurveyName } from './token.ts'
import { type Visit, visitSurvey } from './visit-survey.ts'

export type PublicSurvey = { name: SurveyName; brand: Brand; lang: Language; card: SurveyCard }

/**
 * What a link shows: the survey as its customer sees it, in the contact's language, else the browser's. The
 * visit is noted as `seen`. Null: no such survey.
 */
export async function loadPublicSurvey(
  ctx: Context,
  name: SurveyName,
  acceptLanguage: string | undefined,
  seen: Visit['seen'] = null,
): Promise<PublicSurvey | null> {
  const visited = await visitSurvey(ctx, { ...name, seen })
  if (!visited) return null
  const { survey, responses, brand, contactLocale } = visited
  const lang = pickLanguage({ contactLocale, acceptLanguage: acceptLanguage ?? null })
  const policy = policyForChannel(visited.policy, survey.channel)
  return { name, brand, lang, card: cardOf({ survey, responses, policy, lang, now: ctx.clock.now() }) }
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
