import { sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import type { Db, Tx } from '../../platform/database.ts'
import { COUNTS, spread } from './counts.ts'

/** Only one process folds or recounts at a time; readers are not held up, and neither are those who note. */
const lockCells = sql`lock table report_cells in share row exclusive mode`

const columns = sql.join(COUNTS.map((name) => sql.ref(name)))
const added = sql.join(
  COUNTS.map((name) => sql`${sql.ref(name)} = c.${sql.ref(name)} + excluded.${sql.ref(name)}`),
)
const sums = sql.join(COUNTS.map((name) => sql`sum(${sql.ref(name)})`))

/**
 * Brings the cells of every workspace up to date: what was noted since is folded in, and a workspace that is
 * new, or whose time zone has changed, is counted from its rows. Reports are right at every moment in between,
 * for they read cells and notes together.
 */
export async function foldTallies({ db, log }: Pick<Context, 'db' | 'log'>): Promise<void> {
  const { rows } = await sql<{ id: string; zone: string; stale: boolean }>`
    select w.id, w.time_zone as zone, z.time_zone is distinct from w.time_zone as stale
    from workspaces w left join report_zones z on z.workspace_id = w.id
    where z.time_zone is distinct from w.time_zone
      or exists (select from report_tallies t where t.workspace_id = w.id)`.execute(db)
  for (const { id, zone, stale } of rows) {
    // One workspace's trouble is not that of the others; its notes stay until the next time.
    try {
      if (stale) await recount(db, id, zone)
      else await fold(db, id)
    } catch (error) {
      log.error({ err: error, workspace_id: id }, 'the numbers of a workspace could not be folded')
    }
  }
}

async function fold(db: Db, workspaceId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockCells.execute(tx)
    await sql`
      with zone as (select time_zone from report_zones where workspace_id = ${workspaceId}),
      taken as (delete from report_tallies where workspace_id = ${workspaceId} returning *)
      insert into report_cells as c (workspace_id, dimension, day, key, ${columns})
      select ${workspaceId}::uuid, dimension, (at at time zone zone.time_zone)::date, key, ${sums}
      from taken cross join zone ${spread(sql`taken`)}
      group by 2, 3, 4
      on conflict (workspace_id, dimension, day, key) do update set ${added}`.execute(tx)
  })
}

/** Counts a workspace anew from its rows, in one picture of the database, while answers keep coming in. */
export async function recount(db: Db, workspaceId: string, zone: string): Promise<void> {
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      // The lock before anything else: the picture is taken with the first statement after it.
      await lockCells.execute(tx)
      await sql`delete from report_tallies where workspace_id = ${workspaceId}`.execute(tx)
      await tx.deleteFrom('report_cells').where('workspace_id', '=', workspaceId).execute()
      await fillCells(tx, workspaceId, zone)
      await tx
        .insertInto('report_zones')
        .values({ workspace_id: workspaceId, time_zone: zone })
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet({ time_zone: zone }))
        .execute()
    })
}

/** One pass over the rows for the dimensions that a row has one name in, and one for its tags. */
async function fillCells(tx: Tx, workspaceId: string, zone: string): Promise<void> {
  // There are few cells, however many rows: counting them in memory beats sorting the rows.
  await sql`set local enable_sort = off`.execute(tx)
  const rows = sql`(select *, (at at time zone ${zone})::date as day from countable where workspace_id = ${workspaceId}) r`
  await sql`
    insert into report_cells (workspace_id, dimension, day, key, ${columns})
    select ${workspaceId}::uuid,
      case when grouping(agent_id) = 0 then 'agent' when grouping(team_id) = 0 then 'team'
        when grouping(channel) = 0 then 'channel' when grouping(handled_by) = 0 then 'handled_by' else 'all' end,
      day,
      case when grouping(agent_id) = 0 then coalesce(agent_id::text, '')
        when grouping(team_id) = 0 then coalesce(team_id::text, '')
        when grouping(channel) = 0 then channel when grouping(handled_by) = 0 then handled_by else '' end,
      ${sums}
    from ${rows}
    group by grouping sets ((day), (day, agent_id), (day, team_id), (day, channel), (day, handled_by))`.execute(
    tx,
  )
  await sql`
    insert into report_cells (workspace_id, dimension, day, key, ${columns})
    select ${workspaceId}::uuid, 'tag', day, tag, ${sums}
    from ${rows} cross join lateral (select distinct tag from unnest(tags) tag) named
    group by day, tag`.execute(tx)
}
