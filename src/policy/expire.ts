import type { Instant } from './decision.ts'
import { isLive, type SurveyState } from './survey.ts'

/** Is a survey's time to answer over (J5)? It ends at the instant itself. */
export function isExpired(survey: { state: SurveyState; rateUntil: Instant | null }, now: Instant): boolean {
  return isLive(survey.state) && survey.rateUntil !== null && now >= survey.rateUntil
}
