import type { By } from '../../inbox/by.ts'
import { lockConversation } from '../../inbox/find.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import { done, fail, notFound, type Outcome } from '../../platform/outcome.ts'
import { hasRoomInScope } from '../../policy/scope.ts'
import { sentence } from '../../policy/sentences.ts'
import { policyForChannel } from '../../policy/settings.ts'
import { nextState } from '../../policy/survey.ts'
import { currentPolicy } from '../settings/current-policy.ts'
import { attemptsOf } from './deliveries.ts'
import { enqueueSend } from '../life/enqueue-send.ts'
import { findSurvey, knownSurveys, moveSurvey, type SurveyRow } from '../store.ts'

/**
 * Sends a survey once more that has failed, from the beginning: on its own channel, with all attempts anew. Not while
 * another stands in its place (C5, J2), which is decided as when one is made.
 */
export async function retrySurvey(ctx: Context, by: By, surveyId: string): Promise<Outcome<SurveyRow>> {
  return inTransaction(ctx.db, async (tx) => {
    const found = await findSurvey(tx, by.workspaceId, surveyId)
    if (!found) return notFound('survey')
    if (!(await lockConversation(tx, by.workspaceId, found.conversation_id))) return notFound('survey')
    const survey = (await findSurvey(tx, by.workspaceId, surveyId))!
    if (nextState(survey.state, 'retried') === null) {
      const message = `This survey is ${survey.state}; only one that has failed can be sent again.`
      return fail({ kind: 'conflict', reason: 'not_failed', message })
    }
    const now = ctx.clock.now()
    const { policy } = await currentPolicy(tx, by.workspaceId)
    const refusal = hasRoomInScope({
      policy: policyForChannel(policy, survey.channel),
      surveys: await knownSurveys(tx, by.workspaceId, survey.conversation_id, survey.contact_id),
      conversation: { id: survey.conversation_id, resolution: survey.resolution },
      now,
    })
    if (refusal?.reason) {
      const { reason, facts } = refusal
      return fail({ kind: 'refused', reason, message: sentence(reason, facts), detail: { facts } })
    }
    const before = (await attemptsOf(tx, survey)).length
    const changes = { via: null, end_reason: null, attempts_before: before }
    const again = await moveSurvey(tx, survey, 'retried', changes, now)
    await enqueueSend(tx, again, now)
    return done(again)
  })
}
