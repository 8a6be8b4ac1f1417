import type { Db } from '../../platform/database.ts'
import { policyOfAsk } from '../settings/policy-of-ask.ts'
import { findSurvey } from '../store.ts'
import type { SurveyName } from '../token.ts'

/** The workspace's own words of thanks for a survey, or null where it has none. */
export async function thanksOf(db: Db, { workspaceId, surveyId }: SurveyName): Promise<string | null> {
  const survey = await findSurvey(db, workspaceId, surveyId)
  return survey ? (await policyOfAsk(db, survey)).policy.question.thank_you : null
}
