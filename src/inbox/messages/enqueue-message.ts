import type { Tx } from '../../platform/database.ts'
import { enqueueOne, type StillToDo } from '../../platform/jobs.ts'
import type { Instant } from '../../policy/decision.ts'
import type { MessageRow } from '../present.ts'

export const stillToDeliver: StillToDo = {
  task: 'send_message',
  key: 'message:',
  rows: `select workspace_id, message_id as id, updated_at as at from message_deliveries
    where state in ('waiting', 'started')`,
}

/** Has a message handed over, now or at a time; the one job it has is moved. */
export async function enqueueMessage(
  tx: Tx,
  { workspace_id: workspaceId, id }: Pick<MessageRow, 'workspace_id' | 'id'>,
  runAt?: Instant,
): Promise<void> {
  await enqueueOne(tx, stillToDeliver, { workspaceId, id }, runAt)
}
