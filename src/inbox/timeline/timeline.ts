import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { tell } from '../../platform/live.ts'
import type { Instant } from '../../policy/decision.ts'
import type { By } from '../by.ts'

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
  | 'closing_card_shown'
  | 'closing_card_failed'
  | 'case_opened'
  | 'case_closed'
  | 'case_reopened'
  | 'workflow_note'

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
  await addEntries(tx, [{ ...entry, by }])
}

/** The same for many things at once. */
export async function addEntries(tx: Tx, entries: readonly (Entry & { by: By })[]): Promise<void> {
  await writeEntries(tx, entries)
  await tellWatchers(tx, entries)
}

async function tellWatchers(tx: Tx, entries: readonly (Entry & { by: By })[]): Promise<void> {
  const news = entries.map(({ by, ...entry }) => ({
    workspace_id: by.workspaceId,
    kind: entry.surveyId ? ('survey' as const) : ('conversation' as const),
    conversation_id: entry.conversationId,
    contact_id: entry.contactId,
  }))
  await tell(tx, ...news)
}

/** The same without a word to who watches: for entries whose being there says what not everybody may know. */
export async function writeEntries(tx: Tx, entries: readonly (Entry & { by: By })[]): Promise<void> {
  const rows = entries.map(({ by, ...entry }) => ({
    workspace_id: by.workspaceId,
    id: newId(),
    conversation_id: entry.conversationId,
    kind: entry.kind,
    actor_kind: by.kind,
    actor_id: by.id,
    survey_id: entry.surveyId ?? null,
    data: { ...entry.data, ...whoOf(by) },
    at: new Date(entry.at),
  }))
  await insertRows(tx, 'timeline_entries', rows)
}

/** What nobody else knows of who did it: its name, and the answers that the name would tell of. */
function whoOf({ name, knows = [] }: By): { actor_name?: string; knows?: readonly string[] } {
  if (name === undefined) return {}
  return { actor_name: name, ...(knows.length > 0 && { knows }) }
}

/**
 * Writes anew what an entry about a survey says, where it stands in time: the second half of what it told. Who watches
 * is told as of a new one.
 */
export async function rewriteEntries(
  tx: Tx,
  entries: readonly (Omit<Entry, 'surveyId'> & { by: By; surveyId: string })[],
): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map(({ by, conversationId, kind, surveyId, data }) => ({
    workspace_id: by.workspaceId,
    conversation_id: conversationId,
    kind,
    survey_id: surveyId,
    data: data ?? {},
  }))
  await sql`update timeline_entries t set data = x.data
    from json_populate_recordset(null::timeline_entries, ${JSON.stringify(rows)}::json) x
    where t.workspace_id = x.workspace_id and t.conversation_id = x.conversation_id and t.survey_id = x.survey_id
      and t.kind = x.kind`.execute(tx)
  await tellWatchers(tx, entries)
}
