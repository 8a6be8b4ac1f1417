import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { tell } from '../platform/live.ts'
import type { Instant } from '../policy/decision.ts'
import type { By } from './by.ts'

export type EntryKind =
  | 'conversation_created'
  | 'status_changed'
  | 'assigned'
  | 'tagged'
  | 'csat_requested'
  | 'csat_submitted'
  | 'csat_withdrawn'
  | 'csat_expired'
  | 'csat_failed'

export type Entry = {
  conversationId: string
  contactId: string
  kind: EntryKind
  surveyId?: string
  data?: Record<string, unknown>
  at: Instant
}

/** Writes what happened into the conversation's timeline and tells whoever watches it. */
export async function addEntry(tx: Tx, by: By, entry: Entry): Promise<void> {
  await tx
    .insertInto('timeline_entries')
    .values({
      workspace_id: by.workspaceId,
      id: newId(),
      conversation_id: entry.conversationId,
      kind: entry.kind,
      actor_kind: by.kind,
      actor_id: by.id,
      survey_id: entry.surveyId ?? null,
      data: JSON.stringify(entry.data ?? {}),
      at: new Date(entry.at),
    })
    .execute()
  await tell(tx, {
    workspace_id: by.workspaceId,
    kind: entry.surveyId ? 'survey' : 'conversation',
    conversation_id: entry.conversationId,
    contact_id: entry.contactId,
  })
}
