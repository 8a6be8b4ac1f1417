import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import { type ChannelId, type Policy, policyForAsk } from '../../policy/settings.ts'
import { currentPolicies } from './current-policy.ts'

type Version = { workspace_id: string; policy_version: number }
type Ask = Version & { channel: ChannelId }

/** The policy of an ask, with the version of the workspace's policy that stands now. */
export type AskPolicy = { policy: Policy; version: number }

/**
 * The policies that asks live under: the question as it was when each was made (C2, A2), all else as it stands now.
 * At most two statements however many asks there are, mostly one. Tells only about those asked for.
 */
export async function policiesOfAsks(db: Db | Tx, asks: readonly Ask[]): Promise<(ask: Ask) => AskPolicy> {
  const workspaceIds = asks.map((ask) => ask.workspace_id)
  const current = asks.length === 0 ? new Map<string, never>() : await currentPolicies(db, workspaceIds)
  const isPast = (ask: Ask): boolean => current.get(ask.workspace_id)?.version !== ask.policy_version
  const past = await pastPolicies(db, asks.filter(isPast))
  return (ask) => {
    const { policy, version } = current.get(ask.workspace_id)!
    return { version, policy: policyForAsk(policy, past.get(nameOf(ask)) ?? policy, ask.channel) }
  }
}

/** The same for one. */
export async function policyOfAsk(db: Db | Tx, ask: Ask): Promise<AskPolicy> {
  return (await policiesOfAsks(db, [ask]))(ask)
}

/** Versions are never rewritten, so what was read once holds. */
const known = new Map<string, Policy>()
const KNOWN_AT_MOST = 2000

function nameOf({ workspace_id: workspaceId, policy_version: version }: Version): string {
  return `${workspaceId}:${version}`
}

async function pastPolicies(db: Db | Tx, versions: readonly Version[]): Promise<Map<string, Policy>> {
  const wanted = new Map(versions.map((version) => [nameOf(version), version]))
  const missing = [...wanted].filter(([name]) => !known.has(name)).map(([, version]) => version)
  const found = new Map(
    [...wanted.keys()].flatMap((name) => (known.has(name) ? [[name, known.get(name)!]] : [])),
  )
  if (missing.length === 0) return found
  if (known.size + missing.length > KNOWN_AT_MOST) known.clear()
  const names = missing.map(({ workspace_id, policy_version }) => ({ workspace_id, policy_version }))
  const { rows } = await sql<Version & { policy: Policy }>`
    select p.workspace_id, p.version as policy_version, p.policy
    from json_to_recordset(${JSON.stringify(names)}::json) as x(workspace_id uuid, policy_version int)
    join policies p on p.workspace_id = x.workspace_id and p.version = x.policy_version`.execute(db)
  for (const row of rows) {
    found.set(nameOf(row), row.policy)
    known.set(nameOf(row), row.policy)
  }
  return found
}
