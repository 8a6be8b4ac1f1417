import type { Context } from '../../platform/context.ts'
import { inPicture, transact } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { Day } from '../../policy/numbers/aggregate.ts'
import type { Instant } from '../../policy/decision.ts'
import { type Drift, findDrift } from '../../policy/numbers/drift.ts'
import { addDays, previousOf, wallClock } from '../counting/calendar.ts'
import { driftReaders } from './drift-alerts.ts'
import { lensForAll } from '../lens/lens-for.ts'
import { lookAtAll, lookAtGroups, type Unnamed } from '../lens/look-at.ts'
import { weekOf } from '../counting/period.ts'
import type { Figures } from '../schema.ts'

/** The weeks that the last one is held against. */
const WEEKS_BEFORE = 8
/** The hour of Monday, on the workspace's own clock, from which on the week before is looked at. */
const HOUR = 6

/**
 * Looks at the last week of every workspace once it is Monday morning there (A8). Run every hour: a week is looked
 * at once, also by the first run after a Monday on which Candor was off.
 */
export async function findDrifts(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  const workspaces = await ctx.db
    .selectFrom('workspaces')
    .leftJoin('drift_weeks', 'drift_weeks.workspace_id', 'workspaces.id')
    .select(['workspaces.id', 'workspaces.time_zone', 'drift_weeks.week'])
    .execute()
  for (const { id, time_zone: zone, week: done } of workspaces) {
    const { day, hour } = wallClock(now, zone)
    if (day === weekOf(day) && hour < HOUR) continue
    const week = previousOf('week', day).from
    if (done !== null && done >= week) continue
    try {
      await examine(ctx, id, week, now)
    } catch (error) {
      // One workspace's trouble is not the others'; the next hour tries again.
      ctx.log.error({ err: error, workspace: id }, 'a week could not be looked at')
    }
  }
}

type Found = { teamId: string | null; finding: Drift }

async function examine(ctx: Context, workspaceId: string, week: Day, now: Instant): Promise<void> {
  const found = await inPicture(ctx.db, (db) => compare({ ...ctx, db }, workspaceId, week))
  await transact(ctx.db, async (tx) => {
    const mine = await tx
      .insertInto('drift_weeks')
      .values({ workspace_id: workspaceId, week })
      .onConflict((conflict) =>
        conflict.column('workspace_id').doUpdateSet({ week }).where('drift_weeks.week', '<', week),
      )
      .returning('week')
      .executeTakeFirst()
    if (!mine) return
    for (const { teamId, finding } of found) {
      const id = newId()
      await tx
        .insertInto('drift_alerts')
        .values({
          workspace_id: workspaceId,
          id,
          week,
          team_id: teamId,
          finding: JSON.stringify(finding),
          found_at: new Date(now),
        })
        .execute()
      for (const member of await driftReaders(tx, workspaceId, teamId)) {
        await enqueue(
          tx,
          'mail_drift_alert',
          { workspace_id: workspaceId, id: `${id}/${member.id}` },
          { key: `drift:${id}:${member.id}`, maxAttempts: 12 },
        )
      }
    }
  })
}

/**
 * An alert tells everybody who gets one the same, so it is made of what every one of them may be told. A lead stands
 * for the leads of any team.
 */
const READERS = (['lead', 'admin', 'owner'] as const).map((role) => ({ role, teamIds: [] }))

/** The week against those before: all together, and each team. */
async function compare(ctx: Context, workspaceId: string, week: Day): Promise<Found[]> {
  const lensOn = (from: Day, to: Day) => lensForAll(ctx, workspaceId, READERS, { from, to })
  const here = await lensOn(week, addDays(week, 6))
  const before = await lensOn(addDays(week, -7 * WEEKS_BEFORE), addDays(week, -1))
  const [all, allBefore] = [await lookAtAll(here, 'week'), await lookAtAll(before, 'week')]
  const teams = await lookAtGroups(here, 'team', 'week')
  const teamsBefore = await lookAtGroups(before, 'team', 'week')
  const judge = (now: Figures, then: Figures | undefined, points: readonly { answered: number }[]) => {
    if (!now.distribution || !then?.distribution) return null
    const weeks = points.filter(({ answered }) => answered > 0).length
    return findDrift({ week: now.distribution, before: then.distribution, weeks, minN: here.minN })
  }
  const found: { teamId: string | null; finding: Drift | null }[] = [
    { teamId: null, finding: judge(all.overall, allBefore.overall, allBefore.buckets) },
    ...teams
      .filter(({ key }) => key !== '')
      .map((team: Unnamed) => {
        const then = teamsBefore.find(({ key }) => key === team.key)
        return { teamId: team.key, finding: judge(team, then, then?.trend ?? []) }
      }),
  ]
  return found.filter((each): each is Found => each.finding !== null)
}
