import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'

type Shared = {
  /** Conversations that others stay in. */
  ids: readonly string[]
  /** Those of them that were this contact's own: workflows wrote there of him. */
  own: readonly string[]
}

/**
 * Takes out of conversations that stay what workflows and members noted about an erased contact: what was written of
 * him as the customer of the conversation, and every note on it that `names` him. What names him not is of others,
 * and stays.
 */
export async function forgetMentions(
  tx: Tx,
  workspaceId: string,
  contact: { id: string; names: (text: string | null) => boolean },
  { ids, own }: Shared,
): Promise<void> {
  if (ids.length === 0) return
  const { names } = contact
  const inThem = sql`workspace_id = ${workspaceId} and conversation_id = any(${ids}::uuid[])`
  const byId = (found: readonly { id: string }[]) =>
    sql`workspace_id = ${workspaceId} and id = any(${found.map(({ id }) => id)}::uuid[])`
  const wasOwn = sql`conversation_id = any(${own}::uuid[])`
  const notes = await rowsOf<{ subject: string | null; text: string | null; was_own: boolean }>(
    tx,
    sql`select id, data ->> 'subject' as subject, data ->> 'text' as text, ${wasOwn} as was_own
      from timeline_entries where ${inThem} and kind = 'workflow_note'`,
  )
  const ofHim = notes.filter((note) => note.was_own || names(note.subject) || names(note.text))
  await sql`delete from timeline_entries where ${byId(ofHim)}`.execute(tx)
  // With their steps and with what waits to be sent.
  await sql`delete from workflow_runs where ${inThem} and (${wasOwn} or response_ids && array(
    select r.id from responses r where r.workspace_id = ${workspaceId} and r.contact_id = ${contact.id}))`.execute(
    tx,
  )
  const cases = await rowsOf<{ note: string | null; reason: string | null }>(
    tx,
    sql`select id, note, reason from cases where ${inThem} for no key update`,
  )
  const noted = cases.filter(({ note }) => names(note))
  await sql`update cases set note = null where ${byId(noted)}`.execute(tx)
  const reasoned = cases.filter(({ reason }) => names(reason))
  await sql`update cases set reason = null where ${byId(reasoned)}`.execute(tx)
  const events = await rowsOf<{ note: string }>(
    tx,
    sql`select id, data ->> 'note' as note from case_events where workspace_id = ${workspaceId}
      and case_id = any(${cases.map(({ id }) => id)}::uuid[]) and data ->> 'note' is not null`,
  )
  await sql`update case_events set data = data - 'note'
    where ${byId(events.filter(({ note }) => names(note)))}`.execute(tx)
  const notices = await rowsOf<{ subject: string; body: string | null }>(
    tx,
    sql`select id, subject, body from notices where ${inThem}`,
  )
  await sql`delete from notices where ${byId(notices.filter(({ subject }) => names(subject)))}`.execute(tx)
  await sql`update notices set body = null
    where ${byId(notices.filter(({ body }) => names(body)))}`.execute(tx)
}

async function rowsOf<Row>(tx: Tx, query: ReturnType<typeof sql>): Promise<(Row & { id: string })[]> {
  const { rows } = await query.execute(tx)
  return rows as (Row & { id: string })[]
}
