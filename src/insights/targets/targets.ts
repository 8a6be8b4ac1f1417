import type { Actor } from '../../access/actor.ts'
import { audit } from '../../access/audit.ts'
import { toIso } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { type Db, inTransaction, type Tx } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import {
  done,
  fail,
  type FieldProblem,
  invalidFields,
  notFound,
  type Outcome,
} from '../../platform/outcome.ts'
import { goalFault, type Metric } from '../../policy/numbers/target.ts'
import type { Span } from '../counting/calendar.ts'
import { progressOf } from './target-progress.ts'
import type { Target, TargetChange, TargetInput } from './target-schema.ts'

type Wanted = { team_id: string | null; metric: Metric; goal: number; period: Span }

/** All targets, the workspace's first, each with how it stands as the asker may see it (I20). */
export async function listTargets(ctx: Context, actor: Actor): Promise<Target[]> {
  const rows = await readTargets(ctx.db, actor.workspaceId)
  const mine = await teamsOf(ctx.db, actor)
  const now = ctx.clock.now()
  const targets: Target[] = []
  for (const row of rows) {
    targets.push({
      ...row,
      created_at: toIso(row.created_at),
      updated_at: toIso(row.updated_at),
      can: { change: mayChange(actor, mine, row.team_id) },
      progress: await progressOf(ctx, actor, row, now),
    })
  }
  return targets
}

/**
 * Sets a target. Owners, admins and keys of the workspace may set any, a lead those of the own teams. There is one for
 * each team, metric and period.
 */
export async function addTarget(ctx: Context, actor: Actor, input: TargetInput): Promise<Outcome<Target>> {
  return answerWith(
    ctx,
    actor,
    await inTransaction(ctx.db, async (tx) => {
      const refusal = await refuse(tx, actor, [input.team_id], input, null)
      if (refusal) return refusal
      const now = ctx.clock.now()
      const id = newId()
      const { team_id, metric, goal, period } = input
      await tx
        .insertInto('targets')
        .values({
          workspace_id: actor.workspaceId,
          id,
          team_id,
          metric,
          goal,
          period,
          created_by: actor.memberId,
          created_at: new Date(now),
          updated_at: new Date(now),
        })
        .execute()
      await audit(tx, actor, 'target.created', id, input, now)
      return done(id)
    }),
  )
}

/** Changes one; to move it to another team takes the permission for both. */
export async function changeTarget(
  ctx: Context,
  actor: Actor,
  id: string,
  change: TargetChange,
): Promise<Outcome<Target>> {
  return answerWith(
    ctx,
    actor,
    await inTransaction(ctx.db, async (tx) => {
      const known = await lock(tx, actor, id)
      if (!known) return notFound('target')
      const next: Wanted = {
        team_id: change.team_id === undefined ? known.team_id : change.team_id,
        metric: change.metric ?? known.metric,
        goal: change.goal ?? known.goal,
        period: change.period ?? known.period,
      }
      const refusal = await refuse(tx, actor, [known.team_id, next.team_id], next, id)
      if (refusal) return refusal
      const now = ctx.clock.now()
      await tx
        .updateTable('targets')
        .set({ ...next, updated_at: new Date(now) })
        .where('workspace_id', '=', actor.workspaceId)
        .where('id', '=', id)
        .execute()
      await audit(tx, actor, 'target.changed', id, { ...change, goal_before: known.goal }, now)
      return done(id)
    }),
  )
}

/** Removes one. */
export async function removeTarget(ctx: Context, actor: Actor, id: string): Promise<Outcome<null>> {
  return inTransaction(ctx.db, async (tx) => {
    const known = await lock(tx, actor, id)
    if (!known) return notFound('target')
    if (!mayChange(actor, await teamsOf(tx, actor), known.team_id)) return forbidden()
    await tx
      .deleteFrom('targets')
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', id)
      .execute()
    const { team_id, metric, goal, period } = known
    await audit(tx, actor, 'target.removed', id, { team_id, metric, goal, period }, ctx.clock.now())
    return done(null)
  })
}

async function answerWith(ctx: Context, actor: Actor, made: Outcome<string>): Promise<Outcome<Target>> {
  if (!made.ok) return made
  const target = (await listTargets(ctx, actor)).find(({ id }) => id === made.value)
  return target ? done(target) : notFound('target')
}

async function refuse(
  tx: Tx,
  actor: Actor,
  teams: (string | null)[],
  wanted: Wanted,
  id: string | null,
): Promise<Outcome<never> | null> {
  const mine = await teamsOf(tx, actor)
  if (!teams.every((team) => mayChange(actor, mine, team))) return forbidden()
  const fields: FieldProblem[] = []
  const rows = await readTargets(tx, actor.workspaceId)
  const team =
    wanted.team_id === null ||
    (await tx
      .selectFrom('teams')
      .select('id')
      .where('workspace_id', '=', actor.workspaceId)
      .where('id', '=', wanted.team_id)
      .executeTakeFirst())
  if (!team) fields.push({ field: 'team_id', message: 'names a team that is not in this workspace' })
  const fault = goalFault(wanted.metric, wanted.goal)
  if (fault) fields.push({ field: 'goal', message: fault })
  const isSame = (row: Wanted & { id: string }): boolean =>
    row.id !== id &&
    row.team_id === wanted.team_id &&
    row.metric === wanted.metric &&
    row.period === wanted.period
  if (rows.some(isSame)) fields.push({ field: 'metric', message: 'has a target for this period already' })
  return fields.length > 0 ? invalidFields(fields) : null
}

function mayChange(actor: Actor, mine: readonly string[], team: string | null): boolean {
  if (!actor.abilities.has('insights.manage')) return false
  return actor.role !== 'lead' || (team !== null && mine.includes(team))
}

function forbidden() {
  return fail({
    kind: 'forbidden',
    message: 'Targets are set by owners and admins, and those of a team by its lead.',
  })
}

async function teamsOf(db: Db | Tx, actor: Actor): Promise<string[]> {
  if (actor.memberId === null) return []
  const rows = await db
    .selectFrom('team_members')
    .select('team_id')
    .where('workspace_id', '=', actor.workspaceId)
    .where('member_id', '=', actor.memberId)
    .execute()
  return rows.map((row) => row.team_id)
}

async function lock(tx: Tx, actor: Actor, id: string) {
  return tx
    .selectFrom('targets')
    .select(['team_id', 'metric', 'goal', 'period'])
    .where('workspace_id', '=', actor.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

function readTargets(db: Db | Tx, workspaceId: string) {
  return db
    .selectFrom('targets')
    .leftJoin('teams', (join) =>
      join.onRef('teams.workspace_id', '=', 'targets.workspace_id').onRef('teams.id', '=', 'targets.team_id'),
    )
    .select(['targets.id', 'targets.team_id', 'teams.name as team_name', 'metric', 'goal', 'period'])
    .select(['targets.created_at', 'targets.updated_at'])
    .where('targets.workspace_id', '=', workspaceId)
    .orderBy('teams.name', (order) => order.asc().nullsFirst())
    .orderBy('targets.id')
    .execute()
}
