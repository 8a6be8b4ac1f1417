import type { Actor } from '../../access/actor.ts'
import { deleteTeam } from '../../access/teams.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import { lockWorkspace } from '../../access/lock-workspace.ts'
import type { Outcome } from '../../platform/outcome.ts'

/** Removes a team; its conversations stay and belong to none. */
export async function removeTeam(ctx: Context, actor: Actor, id: string): Promise<Outcome<null>> {
  return inTransaction(ctx.db, async (tx) => {
    await lockWorkspace(tx, actor.workspaceId)
    await tx
      .updateTable('conversations')
      .set({ team_id: null })
      .where('workspace_id', '=', actor.workspaceId)
      .where('team_id', '=', id)
      .execute()
    return deleteTeam(tx, actor, id, ctx.clock.now())
  })
}
