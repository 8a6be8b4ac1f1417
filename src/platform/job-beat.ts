import type pg from 'pg'
import type { Instant } from '../policy/decision.ts'
import type { Log } from './log.ts'

/** How often a process says that it lives, and after how long a silence it counts as gone, in milliseconds. */
export type Beat = { everyMs: number; lostAfterMs: number }

export const BEAT: Beat = { everyMs: 15_000, lostAfterMs: 75_000 }

/**
 * Says that these workers live, and frees what workers hold that have fallen silent: a job may take as long as
 * it likes while its process lives, and does not wait long once it is gone. Returns what stops it.
 */
export function keepBeating(pool: pg.Pool, workers: string, log: Log, beat: Beat): () => Promise<void> {
  let last = -Infinity
  let since = Infinity
  let atWork: Promise<void> | null = null

  async function once(): Promise<void> {
    try {
      const at = await noteAlive(pool, workers)
      // Who was silent himself, as when the database was away, gives the others time to be heard again.
      if (at - last > beat.lostAfterMs / 2) since = at
      last = at
      if (at - since < beat.lostAfterMs) return
      const freed = await releaseLostJobs(pool, beat.lostAfterMs)
      if (freed > 0) log.warn({ jobs: freed }, 'jobs of a process that is gone were freed')
    } catch (error) {
      log.debug({ err: error }, 'the workers could not say that they live')
    }
  }

  const timer = setInterval(() => {
    atWork ??= once().finally(() => {
      atWork = null
    })
  }, beat.everyMs)
  return async () => {
    clearInterval(timer)
    await atWork
    await pool.query('delete from heartbeats where id = $1', [workers]).catch(() => {})
  }
}

/** Answers with the database's own time, which all processes share. */
async function noteAlive(pool: pg.Pool, workers: string): Promise<Instant> {
  const { rows } = await pool.query<{ at: number }>(
    `with noted as (
       insert into heartbeats (id, at) values ($1, now())
       on conflict (id) do update set at = excluded.at)
     select (extract(epoch from now()) * 1000)::float8 as at`,
    [workers],
  )
  return rows[0]!.at
}

/**
 * Frees jobs that a killed process had begun, so that they are taken up again: those whose worker was not heard
 * for so long, or with `all` every one, when this process alone owns the database. Returns how many.
 */
export async function releaseLostJobs(pool: pg.Pool, lostAfterMs: number | 'all'): Promise<number> {
  const lost =
    lostAfterMs === 'all'
      ? 'locked_at is not null'
      : `locked_at < now() - interval '${lostAfterMs} ms' and not exists (
           select from heartbeats where id = locked_by and at > now() - interval '${lostAfterMs} ms')`
  const { rows } = await pool.query<{ jobs: number }>(
    `with lost as materialized (select locked_by from graphile_worker.jobs where ${lost}),
       freed as materialized (
         select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from lost)
     select (select count(*)::int from lost) as jobs from freed`,
  )
  // What was put in the place of a job while somebody was at it has no name and is not tried again: it is over, also when he
  // did not come to tick it off.
  await pool.query(
    `delete from graphile_worker._private_jobs where locked_at is null and key is null and attempts >= max_attempts`,
  )
  await pool.query(`delete from heartbeats where at < now() - interval '1 day'`)
  return rows[0]!.jobs
}
