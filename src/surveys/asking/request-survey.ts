import type { By } from '../../inbox/by.ts'
import { lockConversation } from '../../inbox/find.ts'
import { transact } from '../../platform/database.ts'
import { done, fail, notFound, type Outcome } from '../../platform/outcome.ts'
import { sentence } from '../../policy/sentences.ts'
import { type SurveyDeps, sendAtOnce } from './change-status.ts'
import { makeSurvey, type MakeRequest } from './make-survey.ts'
import type { SurveyRow } from '../store.ts'

/**
 * Makes a survey because somebody says so: a teammate (C4), an API caller, a workflow; with `linkOnly` the
 * caller passes the address on himself. A refusal carries its reason and its facts (C5: since when).
 */
export async function requestSurvey(
  deps: SurveyDeps,
  by: By,
  conversationId: string,
  options: Pick<MakeRequest, 'cause' | 'windowHours' | 'linkOnly'>,
): Promise<Outcome<SurveyRow>> {
  return transact(deps.ctx.db, async (tx) => {
    const locked = await lockConversation(tx, by.workspaceId, conversationId)
    if (!locked) return notFound('conversation')
    const made = await makeSurvey(tx, {
      by,
      ...locked,
      ...options,
      choice: 'default',
      now: deps.ctx.clock.now(),
    })
    const { survey } = await sendAtOnce(deps, tx, made)
    if (survey) return done(survey)
    const { reason, facts } = made.decision
    return fail({ kind: 'refused', reason: reason!, message: sentence(reason, facts), detail: { facts } })
  })
}
