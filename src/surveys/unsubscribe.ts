import { unsubscribeContact } from '../inbox/unsubscribe-contact.ts'
import type { Context } from '../platform/context.ts'
import { insertEvidence, type Evidence } from './record-evidence.ts'
import { findSurvey } from './store.ts'
import type { SurveyName } from './token.ts'

/** The contact of this survey gets no more of them (`unsubscribed`). Doing it twice changes nothing. */
export async function unsubscribe(ctx: Context, name: SurveyName, evidence: Evidence): Promise<boolean> {
  const survey = await findSurvey(ctx.db, name.workspaceId, name.surveyId)
  if (!survey) return false
  await ctx.db.transaction().execute(async (tx) => {
    const now = ctx.clock.now()
    await unsubscribeContact(tx, name.workspaceId, survey.contact_id, now)
    await insertEvidence(tx, [{ ...name, ...evidence, kind: 'unsubscribe' }], now)
  })
  return true
}
