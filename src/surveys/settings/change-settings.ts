import type { Actor } from '../../access/actor.ts'
import { audit } from '../../access/audit.ts'
import { toIso } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import { tell } from '../../platform/live.ts'
import { lockWorkspace } from '../../access/lock-workspace.ts'
import { done, fail, type Outcome } from '../../platform/outcome.ts'
import { applySettings, changedFields } from '../../policy/validate.ts'
import { type CurrentPolicy, currentPolicy } from './current-policy.ts'
import type { z } from 'zod'
import type { Settings, SettingsInput, settingsVersion } from '../schema.ts'

/** The settings as they stand. */
export async function readSettings(ctx: Context, workspaceId: string): Promise<Settings> {
  return present(await currentPolicy(ctx.db, workspaceId))
}

function present({ version, preset, policy }: CurrentPolicy): Settings {
  return { version, preset, policy: policy }
}

/**
 * Saves a changed policy as a new version that holds from now on (I2). An invalid one is refused whole,
 * field by field, and the old one stays.
 */
export async function changeSettings(
  ctx: Context,
  actor: Actor,
  input: SettingsInput,
  /** The version that `If-Match` names. */
  wanted?: number,
): Promise<Outcome<Settings>> {
  return inTransaction(ctx.db, async (tx) => {
    // Two changes at once take turns, so that neither is lost unseen.
    await lockWorkspace(tx, actor.workspaceId)
    const current = await currentPolicy(tx, actor.workspaceId)
    const isOther = (version: number | undefined) => version !== undefined && version !== current.version
    if (isOther(wanted) || isOther(input.base_version)) {
      return fail({
        kind: isOther(wanted) ? 'outdated' : 'conflict',
        reason: 'settings_changed',
        message: `Somebody saved version ${current.version} meanwhile. Load it, then make your change again.`,
      })
    }
    const result = applySettings(current, input)
    if (!result.ok) {
      const fields = result.problems.map(({ field, message }) => ({ field: `policy.${field}`, message }))
      return fail({
        kind: 'invalid',
        message: 'The policy was not saved: some fields need another value.',
        fields,
      })
    }
    const changed = changedFields(current.policy, result.policy)
    if (changed.length === 0 && result.preset === current.preset) return done(present(current))
    const next: CurrentPolicy = { version: current.version + 1, preset: result.preset, policy: result.policy }
    const now = ctx.clock.now()
    await tx
      .insertInto('policies')
      .values({
        workspace_id: actor.workspaceId,
        version: next.version,
        preset: next.preset,
        policy: JSON.stringify(next.policy),
        changed_by: actor.memberId ?? actor.id,
        changed_by_kind: actor.memberId ? 'member' : 'api_key',
        changed_at: new Date(now),
      })
      .execute()
    await audit(tx, actor, 'settings.changed', `version ${next.version}`, { fields: changed }, now)
    await tell(tx, { workspace_id: actor.workspaceId, kind: 'settings' })
    return done(present(next))
  })
}

/** All versions, newest first, each with who made it and what it changed. */
export async function listVersions(
  ctx: Context,
  workspaceId: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ data: z.infer<typeof settingsVersion>[]; next_cursor: string | null }> {
  const below = query.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(query.cursor)
  const rows = await ctx.db
    .selectFrom('policies')
    .leftJoin('members', (join) =>
      join
        .onRef('members.workspace_id', '=', 'policies.workspace_id')
        .onRef('members.id', '=', 'policies.changed_by'),
    )
    .selectAll('policies')
    .select('members.name as changed_by_name')
    .where('policies.workspace_id', '=', workspaceId)
    .where('version', '<', Number.isInteger(below) ? Math.min(below, 2_147_483_647) : 0)
    .orderBy('version', 'desc')
    .limit(query.limit + 1)
    .execute()
  const data = rows.slice(0, query.limit).map((row, index) => ({
    ...present(row),
    changed_at: toIso(row.changed_at),
    changed_by: { kind: row.changed_by_kind, id: row.changed_by, name: row.changed_by_name },
    changed_fields: rows[index + 1] ? changedFields(rows[index + 1]!.policy, row.policy) : [],
  }))
  const more = rows.length > query.limit
  return { data, next_cursor: more ? String(data.at(-1)!.version) : null }
}
