import type { By } from '../inbox/by.ts'
import type { Tx } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import { noteCase, tellOfCase } from './note-case.ts'
import { type CaseRow, changeCaseRow } from './store.ts'

/** The customer has heard back (A7). The first time is what is measured; the row is locked. */
export async function markContacted(tx: Tx, by: By, row: CaseRow, at: Instant): Promise<CaseRow> {
  const first = row.contacted_at === null
  const changed = await changeCaseRow(
    tx,
    row,
    {
      state: 'contacted',
      ...(first && { contacted_at: new Date(at), contacted_by: by.kind === 'member' ? by.id : null }),
    },
    at,
  )
  await noteCase(tx, by, changed, { kind: 'contacted', at })
  await tellOfCase(tx, changed, 'case.updated', { now: at })
  return changed
}
