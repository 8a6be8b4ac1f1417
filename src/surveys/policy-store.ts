import type { Db, Tx } from '../platform/database.ts'
import type { ChannelId, Policy, Preset } from '../policy/settings.ts'
import { policyForChannel } from '../policy/settings.ts'

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

/** The current policy as it holds on one channel, with its version. */
export async function policyOn(
  db: Db | Tx,
  workspaceId: string,
  channel: ChannelId,
): Promise<{ version: number; policy: Policy }> {
  const { version, policy } = await currentPolicy(db, workspaceId)
  return { version, policy: policyForChannel(policy, channel) }
}
