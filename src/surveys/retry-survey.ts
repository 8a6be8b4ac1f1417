import type { By } from '../inbox/by.ts'
import { lockConversation } from '../inbox/find.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import { done, fail, notFound, type Outcome } from '../platform/outcome.ts'
import { nextState } from '../policy/survey.ts'
import { countAttempts } from './deliveries.ts'
import { enqueueSend } from './enqueue-send.ts'
import { findSurvey, moveSurvey, type SurveyRow } from './store.ts'

/** Sends a survey once more that has failed, from the beginning: on its own channel, with all attempts anew. */
export async function retrySurvey(ctx: Context, by: By, surveyId: string): Promise<Outcome<SurveyRow>> {
  return inTransaction(ctx.db, async (tx) => {
    const found = await findSurvey(tx, by.workspaceId, surveyId)
    if (!found) return notFound('survey')
    await lockConversation(tx, by.workspaceId, found.conversation_id)
    const survey = (await findSurvey(tx, by.workspaceId, surveyId))!
    if (nextState(survey.state, 'retried') === null) {
      const message = `This survey is ${survey.state}; only one that has failed can be sent again.`
      return fail({ kind: 'conflict', reason: 'not_failed', message })
    }
    const now = ctx.clock.now()
    const changes = { via: null, end_reason: null, attempts_before: await countAttempts(tx, survey) }
    const again = await moveSurvey(tx, survey, 'retried', changes, now)
    await enqueueSend(tx, again, now)
    return done(again)
  })
}
