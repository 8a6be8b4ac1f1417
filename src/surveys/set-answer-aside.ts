import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import type { ResponseRow } from './store.ts'

type Named = Pick<ResponseRow, 'workspace_id' | 'id' | 'conversation_id'>

/**
 * Writes that an answer does not count, or counts again (SPEC § 3.1). False: it was so already, and nothing is
 * changed. The conversation is locked.
 */
export async function setAnswerAside(
  tx: Tx,
  answer: Named,
  {
    quarantined,
    reason,
    onePerConversation,
  }: { quarantined: boolean; reason?: string | undefined; onePerConversation: boolean },
  now: Instant,
): Promise<boolean> {
  const changed = await tx
    .updateTable('responses')
    .set({
      quarantined,
      quarantine_reason: quarantined ? (reason ?? null) : null,
      quarantined_at: quarantined ? new Date(now) : null,
    })
    .where('workspace_id', '=', answer.workspace_id)
    .where('id', '=', answer.id)
    .where('quarantined', '=', !quarantined)
    .returning('id')
    .executeTakeFirst()
  if (changed && onePerConversation) await keepLatest(tx, answer, now)
  return changed !== undefined
}

/** Where one answer of a conversation counts, it is the latest that is not set aside (O10). */
async function keepLatest(tx: Tx, of: Named, now: Instant): Promise<void> {
  await sql`
    with ranked as (
      select id, row_number() over (order by quarantined, coalesce(edited_at, submitted_at) desc, id desc) as place
      from responses where workspace_id = ${of.workspace_id} and conversation_id = ${of.conversation_id}
    )
    update responses r set superseded_at = case when place = 1 then null else coalesce(superseded_at, ${new Date(now)}) end
    from ranked
    where r.workspace_id = ${of.workspace_id} and r.id = ranked.id and not r.quarantined
      and (superseded_at is null) <> (place = 1)`.execute(tx)
}
