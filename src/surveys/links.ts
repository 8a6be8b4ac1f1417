import type { Context } from '../platform/context.ts'
import { surveyToken, type SurveyName } from './token.ts'

type With = Pick<Context, 'keys' | 'config'>

/** The address of a survey's rating page. */
export function surveyUrl(ctx: With, survey: SurveyName): string {
  return `${ctx.config.publicUrl}/s/${surveyToken(ctx.keys.surveyTokens, survey)}`
}

/**
 * All addresses in a survey's mail or message: the rating page, the same with a score chosen, and where the contact ends
 * surveys by mail, a page for people and one POST for mail programs (RFC 8058).
 */
export function surveyLinks(ctx: With, survey: SurveyName) {
  const link = surveyUrl(ctx, survey)
  return {
    link,
    linkFor: (score: number): string => `${link}?score=${score}`,
    unsubscribeUrl: `${link}/unsubscribe`,
  }
}
