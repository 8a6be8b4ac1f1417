import type { Tx } from '../platform/database.ts'
import { tell } from '../platform/live.ts'
import type { Instant } from '../policy/decision.ts'

/** What leads to a place was seen there, by one member, or is settled for everybody: it is no news any more. */
export async function settleNotices(
  tx: Tx,
  of: { workspaceId: string; link: string; memberId?: string },
  now: Instant,
): Promise<void> {
  const { workspaceId, link, memberId } = of
  const settled = await tx
    .updateTable('notices')
    .set({ read_at: new Date(now) })
    .where('workspace_id', '=', workspaceId)
    .where('link', '=', link)
    .where('read_at', 'is', null)
    .$if(memberId !== undefined, (update) => update.where('member_id', '=', memberId!))
    .returning('member_id')
    .execute()
  if (settled.length === 0) return
  await tell(tx, { workspace_id: workspaceId, kind: 'notice', only: settled.map((row) => row.member_id) })
}
