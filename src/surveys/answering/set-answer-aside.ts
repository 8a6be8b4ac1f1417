import type { Tx } from '../../platform/database.ts'
import { enqueueOne } from '../../platform/jobs.ts'
import type { Instant } from '../../policy/decision.ts'
import type { Policy } from '../../policy/settings.ts'
import { settlePlaces } from '../../policy/share.ts'
import { asRated } from './rate-facts.ts'
import { type ResponseRow, responsesOf } from '../store.ts'

/** What those downstream do about an answer that was set aside or counts again; what is left of it they know. */
export const toSettle = { task: 'settle_case', key: 'settle_case:' } as const

type Named = Pick<ResponseRow, 'workspace_id' | 'id' | 'conversation_id'>

/**
 * Writes that an answer does not count, or counts again (SPEC § 3.1). False: it was so already, and nothing is
 * changed. The conversation is locked.
 */
export async function setAnswerAside(
  tx: Tx,
  answer: Named,
  { quarantined, reason, policy }: { quarantined: boolean; reason?: string | undefined; policy: Policy },
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
  if (changed) {
    await settle(tx, answer, policy, now)
    // What else follows from it is the business of those downstream.
    await enqueueOne(tx, toSettle, { workspaceId: answer.workspace_id, id: answer.id })
  }
  return changed !== undefined
}

/** The others of the conversation lose or regain their places (O10, I14). */
async function settle(tx: Tx, of: Named, policy: Policy, now: Instant): Promise<void> {
  const responses = await responsesOf(tx, of.workspace_id, of.conversation_id)
  const lastGiven = (row: ResponseRow): Instant => row.edited_at ?? row.submitted_at
  const inOrder = responses.toSorted((a, b) => lastGiven(a) - lastGiven(b))
  const rated = inOrder.map(asRated)
  const reviewed = rated.find(({ id }) => id === of.id)!
  const { loses, regains } = settlePlaces(policy, reviewed, rated)
  const place = async (rows: readonly { id: string }[], supersededAt: Date | null): Promise<void> => {
    if (rows.length === 0) return
    await tx
      .updateTable('responses')
      .set({ superseded_at: supersededAt })
      .where('workspace_id', '=', of.workspace_id)
      .where(
        'id',
        'in',
        rows.map(({ id }) => id),
      )
      .execute()
  }
  await place(loses, new Date(now))
  await place(regains, null)
}
