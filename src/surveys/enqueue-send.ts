import type { Tx } from '../platform/database.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Instant } from '../policy/decision.ts'
import type { SurveyRow } from './store.ts'

/** Has a survey handed over at that time; the one job it has is moved. */
export async function enqueueSend(tx: Tx, survey: SurveyRow, runAt: Instant): Promise<void> {
  await enqueue(
    tx,
    'send_survey',
    { workspace_id: survey.workspace_id, id: survey.id },
    { key: `send:${survey.id}`, runAt },
  )
}
