import type { Context } from '../platform/context.ts'
import { surveyToken, type SurveyName } from './token.ts'

/** The address of a survey's rating page; with a score it opens with that score chosen. */
export function surveyUrl(ctx: Pick<Context, 'keys' | 'config'>, survey: SurveyName, score?: number): string {
  const url = `${ctx.config.publicUrl}/s/${surveyToken(ctx.keys.surveyTokens, survey)}`
  return score === undefined ? url : `${url}?score=${score}`
}

/** Where a contact ends surveys by mail: a page for people, one POST for mail programs (RFC 8058). */
export function unsubscribeUrl(ctx: Pick<Context, 'keys' | 'config'>, survey: SurveyName): string {
  return `${surveyUrl(ctx, survey)}/unsubscribe`
}
