import type { Db } from '../platform/database.ts'
import { findSurvey } from './store.ts'
import type { SurveyName } from './token.ts'

/** Whom a survey asks; null when there is no such survey. */
export async function contactOfSurvey(db: Db, { workspaceId, surveyId }: SurveyName): Promise<string | null> {
  return (await findSurvey(db, workspaceId, surveyId))?.contact_id ?? null
}
