import type { By } from '../../inbox/by.ts'
import { addEntry } from '../../inbox/timeline/timeline.ts'
import { lockConversation } from '../../inbox/find.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction, type Tx } from '../../platform/database.ts'
import { publish } from '../../platform/events.ts'
import { done, fail, notFound, type Outcome } from '../../platform/outcome.ts'
import type { Instant } from '../../policy/decision.ts'
import { nextState } from '../../policy/survey.ts'
import { findSurvey, moveSurvey, type SurveyRow } from '../store.ts'

/** Takes an unanswered survey back: its link says so from now on. Refused once it is answered or over. */
export async function withdrawSurvey(ctx: Context, by: By, surveyId: string): Promise<Outcome<SurveyRow>> {
  return inTransaction(ctx.db, async (tx) => {
    const found = await findSurvey(tx, by.workspaceId, surveyId)
    if (!found) return notFound('survey')
    await lockConversation(tx, by.workspaceId, found.conversation_id)
    const survey = (await findSurvey(tx, by.workspaceId, surveyId))!
    if (survey.state === 'withdrawn') return done(survey)
    if (nextState(survey.state, 'withdrawn') === null) {
      return fail({
        kind: 'conflict',
        message: `This survey is ${survey.state} and cannot be withdrawn any more.`,
      })
    }
    return done(await writeWithdrawal(tx, by, survey, 'by_hand', ctx.clock.now()))
  })
}

/** The same on surveys whose conversation the caller's transaction has locked. */
export async function writeWithdrawal(
  tx: Tx,
  by: By,
  survey: SurveyRow,
  reason: string,
  now: Instant,
): Promise<SurveyRow> {
  const withdrawn = await moveSurvey(tx, survey, 'withdrawn', { end_reason: reason }, now)
  await addEntry(tx, by, {
    conversationId: survey.conversation_id,
    contactId: survey.contact_id,
    kind: 'csat_withdrawn',
    surveyId: survey.id,
    data: { reason },
    at: now,
  })
  await publish(tx, {
    workspaceId: survey.workspace_id,
    type: 'csat.withdrawn',
    conversationId: survey.conversation_id,
    surveyId: survey.id,
    payload: { reason },
    depth: by.depth,
    at: now,
  })
  return withdrawn
}
