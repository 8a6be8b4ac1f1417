import type { Tx } from '../../platform/database.ts'
import { enqueueMany, type StillToDo } from '../../platform/jobs.ts'
import type { Instant } from '../../policy/decision.ts'
import type { SurveyRow } from '../store.ts'

export const stillToSend: StillToDo = {
  task: 'send_survey',
  key: 'send:',
  rows: `select workspace_id, id, due_at as at from surveys where state = 'scheduled'`,
}

/** Has a survey handed over, now or at a time; the one job it has is moved. */
export async function enqueueSend(tx: Tx, survey: SurveyRow, runAt?: Instant): Promise<void> {
  await enqueueSends(tx, [{ survey, runAt }])
}

/** The same of many. */
export async function enqueueSends(
  tx: Tx,
  sends: readonly { survey: SurveyRow; runAt?: Instant }[],
): Promise<void> {
  const things = sends.map(({ survey, runAt }) => ({
    workspaceId: survey.workspace_id,
    id: survey.id,
    runAt,
  }))
  await enqueueMany(tx, stillToSend, things)
}
