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
    await tx
      .updateTable('contacts')
      .set({ unsubscribed_at: new Date(now) })
      .where('workspace_id', '=', name.workspaceId)
      .where('id', '=', survey.contact_id)
      .where('unsubscribed_at', 'is', null)
      .execute()
    await insertEvidence(tx, [{ ...name, ...evidence, kind: 'unsubscribe' }], now)
  })
  return true
}
