import { EventEmitter } from 'node:events'
import { Logger, makeWorkerUtils, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Instant } from '../policy/decision.ts'
import type { Tx } from './database.ts'
import type { Log } from './log.ts'

/** A job's payload names a thing of a workspace; what is true of it is read when the job wakes. */
export type JobPayload = { workspace_id: string; id: string }

/** Jobs that come round by themselves: when (five fields, UTC), and what is done. */
export type TimedHandlers = Record<string, { cron: string; run: () => Promise<void> }>

/** What a job does when it wakes. Throwing makes the queue try again later, with growing pauses. */
export type JobHandlers = Record<string, (payload: JobPayload) => Promise<void>>

/**
 * Enqueues a job in the caller's transaction. `key` names the work: a second call with the same key moves
 * the waiting job instead of adding one. Jobs of one `queue` are done one after the other.
 */
export async function enqueue(
  tx: Tx,
  task: string,
  payload: JobPayload,
  options: { key: string; runAt?: Instant; maxAttempts?: number; queue?: string },
): Promise<void> {
  const runAt = options.runAt === undefined ? null : new Date(options.runAt)
  await sql`select graphile_worker.add_job(${task}, payload => ${JSON.stringify(payload)}::json,
    run_at => ${runAt}, queue_name => ${options.queue ?? null}, max_attempts => ${options.maxAttempts ?? 25},
    job_key => ${options.key}, job_key_mode => 'replace')`.execute(tx)
}

/**
 * Work that stored rows ask for, with one job for each thing: the job's key is `key` + id. `rows` is what still has to
 * be done, as SQL for (workspace_id, id, at): a restored database makes its jobs again by it.
 */
export type StillToDo = {
  task: string
  key: string
  rows: string
  /** Done one after the other in a workspace: the queue's name is `queue` + workspace. */
  queue?: string
}

/** Enqueues the job of one thing, now or at a time; the one that it has is moved. */
export async function enqueueOne(
  tx: Tx,
  work: Omit<StillToDo, 'rows'>,
  thing: { workspaceId: string; id: string },
  runAt?: Instant,
): Promise<void> {
  const { workspaceId: workspace_id, id } = thing
  const queue = work.queue === undefined ? {} : { queue: `${work.queue}${workspace_id}` }
  const when = runAt === undefined ? {} : { runAt }
  await enqueue(tx, work.task, { workspace_id, id }, { key: `${work.key}${id}`, ...queue, ...when })
}

/** The same for several things of a workspace at once, as soon as may be. */
export async function enqueueEach(
  tx: Tx,
  { task, key }: Pick<StillToDo, 'task' | 'key'>,
  workspaceId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await sql`select graphile_worker.add_job(${task},
    payload => json_build_object('workspace_id', ${workspaceId}::text, 'id', id),
    job_key => ${key} || id, job_key_mode => 'replace')
    from unnest(${ids}::text[]) id`.execute(tx)
}

/** Takes a job back that has not begun. */
export async function dropJob(tx: Tx, key: string): Promise<void> {
  await sql`select graphile_worker.remove_job(${key})`.execute(tx)
}

/** Creates or upgrades the queue's own schema. Run with the migrations. */
export async function migrateJobs(pool: pg.Pool): Promise<void> {
  const tools = await makeWorkerUtils({ pgPool: pool })
  try {
    await tools.migrate()
  } finally {
    await tools.release()
  }
}

/**
 * Starts taking jobs: up to `concurrency` at once, none doubled between processes; those of a process that was
 * killed are taken over after a while. `stop()` finishes those begun.
 */
export async function startJobs(
  pool: pg.Pool,
  handlers: JobHandlers,
  options: { concurrency: number; log: Log; timed: TimedHandlers; beat?: Beat },
): Promise<{ stop(): Promise<void> }> {
  const { concurrency, log, timed, beat = BEAT } = options
  const taskList: TaskList = Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      async (payload: unknown) => handle(payload as JobPayload),
    ]),
  )
  for (const [name, { run: handle }] of Object.entries(timed)) taskList[name] = async () => handle()
  const events: WorkerEvents = new EventEmitter()
  // The name under which the queue notes who has begun a job.
  const workers = new Promise<string>((resolve) =>
    events.once('pool:create', ({ workerPool }) => resolve(workerPool.id)),
  )
  const runner = await run({
    pgPool: pool,
    events,
    taskList,
    crontab: Object.entries(timed)
      .map(([name, { cron }]) => `${cron} ${name}`)
      .join('\n'),
    concurrency,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: quietLogger(log),
  })
  const silence = keepBeating(pool, await workers, log, beat)
  return {
    async stop() {
      try {
        await runner.stop()
      } finally {
        await silence()
      }
    },
  }
}

/** The queue's own chatter goes to our log, one level lower than it thinks. */
function quietLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ part: 'jobs' }, message)
    else if (level === 'warning') log.warn({ part: 'jobs' }, message)
    else log.debug({ part: 'jobs' }, message)
  })
}

/** How often a process says that it lives, and after how long a silence it counts as gone, in milliseconds. */
type Beat = { everyMs: number; lostAfterMs: number }

const BEAT: Beat = { everyMs: 15_000, lostAfterMs: 75_000 }

/**
 * Says that these workers live, and frees what workers hold that have fallen silent: a job may take as long as
 * it likes while its process lives, and does not wait long once it is gone. Returns what stops it.
 */
function keepBeating(pool: pg.Pool, workers: string, log: Log, beat: Beat): () => Promise<void> {
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
  await pool.query(`delete from heartbeats where at < now() - interval '1 day'`)
  return rows[0]!.jobs
}
