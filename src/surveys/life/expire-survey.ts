import { bySystem } from '../../inbox/by.ts'
import { lockConversation } from '../../inbox/find.ts'
import { addEntry } from '../../inbox/timeline/timeline.ts'
import type { Context } from '../../platform/context.ts'
import { publish } from '../../platform/events.ts'
import { isExpired } from '../../policy/expire.ts'
import { findSurvey, moveSurvey } from '../store.ts'

/** Ends a survey whose time to answer is over (J5). Woken when it is not, it does nothing. */
export async function expireSurvey(ctx: Context, workspaceId: string, surveyId: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const found = await findSurvey(tx, workspaceId, surveyId)
    if (!found) return
    await lockConversation(tx, workspaceId, found.conversation_id)
    const survey = (await findSurvey(tx, workspaceId, surveyId))!
    const now = ctx.clock.now()
    if (!isExpired({ state: survey.state, rateUntil: survey.rate_until }, now)) return
    await moveSurvey(tx, survey, 'expired', {}, now)
    await addEntry(tx, bySystem(workspaceId), {
      conversationId: survey.conversation_id,
      contactId: survey.contact_id,
      kind: 'csat_expired',
      surveyId,
      at: now,
    })
    await publish(tx, {
      workspaceId,
      type: 'csat.expired',
      conversationId: survey.conversation_id,
      surveyId,
      depth: survey.depth,
      at: now,
    })
  })
}
