import { sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import { toIso, toIsoOrNull } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/database.ts'
import { done, notFound, type Outcome } from '../platform/outcome.ts'
import type { Instant } from '../policy/decision.ts'
import { CHANNEL_IDS, policyForChannel } from '../policy/settings.ts'
import { embargoEndsAt, readsSingle } from '../policy/view.ts'
import { currentPolicy } from '../surveys/settings/current-policy.ts'
import type { Workflow, WorkflowVersion } from './schema.ts'
import { findWorkflow, readWorkflows, type WorkflowRow } from './store.ts'

/** All workflows of the workspace, by name. */
export async function listWorkflows(ctx: Context, actor: Actor): Promise<Workflow[]> {
  const { workspaceId } = actor
  const rows = await readWorkflows(ctx.db, workspaceId)
    .orderBy(sql`lower(workflow.name)`)
    .orderBy('workflow.id')
    .execute()
  return present(ctx.db, actor, rows, ctx.clock.now())
}

/** One of them. */
export async function getWorkflow(ctx: Context, actor: Actor, id: string): Promise<Outcome<Workflow>> {
  const found = await readOne(ctx.db, actor, id, ctx.clock.now())
  return found ? done(found) : notFound('workflow')
}

/** The same, in a transaction, or null. */
export async function readOne(db: Db | Tx, actor: Actor, id: string, now: Instant): Promise<Workflow | null> {
  const row = await findWorkflow(db, actor.workspaceId, id)
  return row ? (await present(db, actor, [row], now))[0]! : null
}

/** What was ever saved of it, the newest first. */
export async function listVersions(
  ctx: Context,
  workspaceId: string,
  id: string,
): Promise<Outcome<WorkflowVersion[]>> {
  if (!(await findWorkflow(ctx.db, workspaceId, id))) return notFound('workflow')
  const rows = await ctx.db
    .selectFrom('workflow_versions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('workflow_id', '=', id)
    .orderBy('version', 'desc')
    .limit(200)
    .execute()
  const names = await namesOf(ctx.db, workspaceId, rows)
  return done(
    rows.map((row) => ({
      version: row.version,
      saved_at: toIso(row.saved_at),
      saved_by: names(row.saved_by),
      ...row.definition,
    })),
  )
}

type Tally = {
  workflow_id: string
  active: number
  finished: number
  with_problems: number
  failed: number
  stopped: number
  last_at: Instant | null
}

/**
 * How many runs there are is told of those that the reader may read: one more run of a workflow on low scores is one
 * more low score (C13).
 */
async function present(
  db: Db | Tx,
  actor: Actor,
  rows: readonly WorkflowRow[],
  now: Instant,
): Promise<Workflow[]> {
  const { workspaceId } = actor
  const open = await openUntil(db, actor, now)
  const { rows: tallies } = await sql<Tally>`select workflow_id,
      (count(*) filter (where state in ('running', 'waiting')))::int as active,
      (count(*) filter (where state = 'finished'))::int as finished,
      (count(*) filter (where state = 'finished' and exists (select from workflow_run_steps step
        where step.workspace_id = run.workspace_id and step.run_id = run.id
          and step.outcome in ('refused', 'failed') and step.type <> 'run')))::int as with_problems,
      (count(*) filter (where state = 'failed'))::int as failed,
      (count(*) filter (where state = 'stopped'))::int as stopped,
      max(started_at) as last_at
    from workflow_runs run where workspace_id = ${workspaceId} and workflow_id = any(${rows.map(({ id }) => id)}::uuid[])
      and (response_ids = '{}' or started_at <= ${new Date(open)})
    group by 1`.execute(db)
  const names = await namesOf(db, workspaceId, rows)
  return rows.map((row) => {
    const {
      active = 0,
      finished = 0,
      with_problems = 0,
      failed = 0,
      stopped = 0,
      last_at = null,
    } = tallies.find((tally) => tally.workflow_id === row.id) ?? {}
    return {
      id: row.id,
      name: row.name,
      enabled: row.enabled,
      version: row.version,
      ...row.definition,
      created_at: toIso(row.created_at),
      updated_at: toIso(row.updated_at),
      saved_by: names(row.saved_by),
      runs: { active, finished, with_problems, failed, stopped, last_at: toIsoOrNull(last_at) },
    }
  })
}

/** Until when answers are open to a reader on every channel; 1970: none is. */
async function openUntil(db: Db | Tx, { workspaceId, role }: Actor, now: Instant): Promise<Instant> {
  const { policy } = await currentPolicy(db, workspaceId)
  const each = CHANNEL_IDS.map((channel) => {
    const rules = policyForChannel(policy, channel)
    return readsSingle({ role }, rules) ? now - embargoEndsAt(rules, 0) : 0
  })
  return Math.min(...each)
}

async function namesOf(db: Db | Tx, workspaceId: string, rows: readonly { saved_by: string | null }[]) {
  const ids = rows.map(({ saved_by: id }) => id).filter((id) => id !== null)
  const members = await db
    .selectFrom('members')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  return (id: string | null) => members.find((member) => member.id === id) ?? null
}
