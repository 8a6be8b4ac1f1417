import { pickLanguage } from '../../languages/pick-language.ts'
import type { Language } from '../../languages/catalogue.ts'
import type { Context } from '../../platform/context.ts'
import { asksForComment, scoreOn } from '../../policy/score.ts'
import type { Brand } from '../../branding/brand.ts'
import type { RatingView } from './pages/rating-view.ts'
import { cardOf, type SurveyCard } from './survey-card.ts'
import type { SurveyName } from '../token.ts'
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
  const { brand, contactLocale } = visited
  const lang = pickLanguage({ contactLocale, acceptLanguage: acceptLanguage ?? null })
  return { name, brand, lang, card: cardOf({ ...visited, lang, now: ctx.clock.now() }) }
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
    thankYou: card.thank_you,
    action: path,
    lowUntil: card.low_until,
    isReopened: card.is_reopened,
  }
  const clicked = wish.score === undefined ? null : scoreOn(card.scale, wish.score)
  switch (card.standing) {
    case 'withdrawn':
    case 'expired':
    case 'unknown':
      return { ...base, state: card.standing }
    case 'ask':
    case 'asked_anew':
      return clicked === null ? { ...base, state: 'form' } : { ...base, state: 'preselected', score: clicked }
    case 'editable':
      // A changed mind: another face of the same mail.
      if (clicked !== null) return { ...base, state: 'preselected', score: clicked }
      if (wish.change) return { ...base, state: 'change' }
      return { ...base, state: wantsWords(card, wish) ? 'low_score' : 'thanks' }
    case 'final':
      return { ...base, state: wantsWords(card, wish) ? 'low_score' : 'thanks' }
  }
}

/** Right after a low score without words, they are asked for before skipping is offered (O5). */
function wantsWords({ score, comment, low_until: lowUntil }: SurveyCard, wish: Wish): boolean {
  return Boolean(wish.justRated) && comment === null && score !== null && asksForComment(score, lowUntil)
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
    thankYou: null,
    action: path,
    lowUntil: 2,
  }
}
