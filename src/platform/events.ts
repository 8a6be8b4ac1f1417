import type { Instant } from '../policy/decision.ts'
import type { Tx } from './database.ts'
import { newId } from './ids.ts'
import { insertRows } from './insert-rows.ts'
import { enqueueOne, type StillToDo } from './jobs.ts'

/** What news can be about; every type is documented for receivers of webhooks. */
export const EVENT_TYPES = [
  'conversation.created',
  'conversation.status_changed',
  'conversation.assigned',
  'conversation.tagged',
  'message.created',
  'csat.requested',
  'csat.score_submitted',
  'csat.withdrawn',
  'csat.expired',
  'case.opened',
  'case.updated',
  'case.overdue',
  'case.closed',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** News for the features downstream. The payload holds ids and what changed, never a whole record. */
export type NewEvent = {
  workspaceId: string
  type: EventType
  conversationId: string
  surveyId?: string
  payload?: Record<string, unknown>
  /** How many workflows it took to bring this about; 0 when people did. */
  depth?: number
  at: Instant
}

/**
 * News that not everybody was told of. Each has a job, so that those who publish do not wait for each other; the first that
 * wakes tells all there is, and takes the jobs of the others back.
 */
export const stillToTell: StillToDo = {
  task: 'dispatch_events',
  key: 'dispatch:',
  rows: `select distinct on (workspace_id) workspace_id, id, occurred_at as at from events
    where dispatched_at is null and failed_at is null order by workspace_id, seq`,
}

/**
 * Writes the events in the transaction that makes them true: they stand exactly if the change does. Features
 * downstream are told once it is committed.
 */
export async function publish(tx: Tx, ...events: NewEvent[]): Promise<void> {
  const rows = events.map((event) => ({
    workspace_id: event.workspaceId,
    id: newId(),
    type: event.type,
    conversation_id: event.conversationId,
    survey_id: event.surveyId ?? null,
    payload: event.payload ?? {},
    depth: event.depth ?? 0,
    occurred_at: new Date(event.at),
  }))
  await insertRows(tx, 'events', rows)
  for (const [workspaceId, [first]] of Map.groupBy(rows, (row) => row.workspace_id)) {
    await enqueueOne(tx, stillToTell, { workspaceId, id: first!.id })
  }
}
