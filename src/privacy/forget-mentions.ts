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
 * him as the customer of the conversation, and every note on it that calls him by name or address.
 */
export async function forgetMentions(
  tx: Tx,
  workspaceId: string,
  contact: { id: string; names: readonly (string | null)[] },
  { ids, own }: Shared,
): Promise<void> {
  if (ids.length === 0) return
  const names = contact.names.filter((name) => name !== null && name.trim().length > 1)
  const mentions = (column: string) =>
    sql`exists (select from unnest(${names}::text[]) as called where strpos(lower(${sql.raw(column)}), lower(called)) > 0)`
  const inThem = sql`workspace_id = ${workspaceId} and conversation_id = any(${ids}::uuid[])`
  const wasOwn = sql`conversation_id = any(${own}::uuid[])`
  await sql`delete from timeline_entries where ${inThem} and kind = 'workflow_note'
    and (${wasOwn} or ${mentions("data ->> 'subject'")} or ${mentions("data ->> 'text'")})`.execute(tx)
  // With their steps and with what waits to be sent.
  await sql`delete from workflow_runs where ${inThem} and (${wasOwn} or response_ids && array(
    select r.id from responses r where r.workspace_id = ${workspaceId} and r.contact_id = ${contact.id}))`.execute(
    tx,
  )
  await sql`update cases set note = case when ${mentions('note')} then null else note end,
      reason = case when ${mentions('reason')} then null else reason end
    where ${inThem} and (${mentions('note')} or ${mentions('reason')})`.execute(tx)
  await sql`update case_events set data = data - 'note' where workspace_id = ${workspaceId}
    and case_id in (select id from cases where ${inThem}) and ${mentions("data ->> 'note'")}`.execute(tx)
  await sql`delete from notices where ${inThem} and (${mentions('subject')} or ${mentions('body')})`.execute(
    tx,
  )
}
