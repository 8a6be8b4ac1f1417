import type { Instant } from '../policy/decision.ts'
import type { Tx } from './database.ts'
import { newId } from './ids.ts'
import { insertRows } from './insert-rows.ts'

/** News for the features downstream. The payload holds ids and what changed, never a whole record. */
export type NewEvent = {
  workspaceId: string
  type:
    | 'conversation.created'
    | 'conversation.status_changed'
    | 'message.created'
    | 'csat.requested'
    | 'csat.score_submitted'
    | 'csat.withdrawn'
    | 'csat.expired'
  conversationId: string
  surveyId?: string
  payload?: Record<string, unknown>
  at: Instant
}

/** Writes the event in the transaction that makes it true: it stands exactly if the change does. */
export async function publish(tx: Tx, ...events: NewEvent[]): Promise<void> {
  await insertRows(
    tx,
    'events',
    events.map((event) => ({
      workspace_id: event.workspaceId,
      id: newId(),
      type: event.type,
      conversation_id: event.conversationId,
      survey_id: event.surveyId ?? null,
      payload: event.payload ?? {},
      occurred_at: new Date(event.at),
    })),
  )
}
