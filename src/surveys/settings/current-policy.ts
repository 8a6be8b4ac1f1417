import type { Db, Tx } from '../../platform/database.ts'
import type { Policy, Preset } from '../../policy/settings.ts'

export type CurrentPolicy = { version: number; preset: Preset; policy: Policy }

/** The workspace's policy as it stands now; each change is a further row (versions are never rewritten). */
export async function currentPolicy(db: Db | Tx, workspaceId: string): Promise<CurrentPolicy> {
  return db
    .selectFrom('policies')
    .select(['version', 'preset', 'policy'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
}

/** The same for several workspaces, keyed by workspace. */
export async function currentPolicies(
  db: Db | Tx,
  workspaceIds: readonly string[],
): Promise<Map<string, CurrentPolicy>> {
  const rows = await db
    .selectFrom('policies')
    .distinctOn('workspace_id')
    .select(['workspace_id', 'version', 'preset', 'policy'])
    .where('workspace_id', 'in', [...new Set(workspaceIds)])
    .orderBy('workspace_id')
    .orderBy('version', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.workspace_id, row]))
}
