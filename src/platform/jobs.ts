import { Logger, makeWorkerUtils, run, type Runner, type TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Instant } from '../policy/decision.ts'
import type { Tx } from './database.ts'
import type { Log } from './log.ts'

/** A job's payload names a thing of a workspace; what is true of it is read when the job wakes. */
export type JobPayload = { workspace_id: string; id: string }

/** Jobs that come round by themselves, once a day each, in the quiet hours (UTC). */
export type DailyHandlers = Record<string, () => Promise<void>>

/** What a job does when it wakes. Throwing makes the queue try again later, with growing pauses. */
export type JobHandlers = Record<string, (payload: JobPayload) => Promise<void>>

/**
 * Enqueues a job in the caller's transaction. `key` names the work: a second call with the same key moves
 * the waiting job instead of adding one.
 */
export async function enqueue(
  tx: Tx,
  task: string,
  payload: JobPayload,
  options: { key: string; runAt?: Instant; maxAttempts?: number },
): Promise<void> {
  const runAt = options.runAt === undefined ? null : new Date(options.runAt)
  await sql`select graphile_worker.add_job(${task}, payload => ${JSON.stringify(payload)}::json,
    run_at => ${runAt}, max_attempts => ${options.maxAttempts ?? 25},
    job_key => ${options.key}, job_key_mode => 'replace')`.execute(tx)
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

/** Starts taking jobs: up to `concurrency` at once, none doubled between processes. `stop()` finishes those begun. */
export async function startJobs(
  pool: pg.Pool,
  handlers: JobHandlers,
  { concurrency, log, daily }: { concurrency: number; log: Log; daily: DailyHandlers },
): Promise<Runner> {
  const taskList: TaskList = Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      async (payload: unknown) => handle(payload as JobPayload),
    ]),
  )
  for (const [name, handle] of Object.entries(daily)) taskList[name] = async () => handle()
  return run({
    pgPool: pool,
    taskList,
    crontab: Object.keys(daily)
      .map((name) => `20 3 * * * ${name}`)
      .join('\n'),
    concurrency,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: quietLogger(log),
  })
}

/** The queue's own chatter goes to our log, one level lower than it thinks. */
function quietLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ part: 'jobs' }, message)
    else if (level === 'warning') log.warn({ part: 'jobs' }, message)
    else log.debug({ part: 'jobs' }, message)
  })
}

/** Longer than any job of ours works: a lock that old belongs to a process that is gone. */
const LOST_AFTER = '5 minutes'

/**
 * Frees jobs that a killed process had begun, so that they are taken up again. With `all` every lock is
 * known to be stale, because this process alone owns the database.
 */
export async function releaseLostJobs(pool: pg.Pool, all: boolean): Promise<void> {
  const lost = all ? 'locked_at is not null' : `locked_at < now() - interval '${LOST_AFTER}'`
  await pool.query(
    `update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = now() where ${lost}`,
  )
  await pool.query(
    `update graphile_worker._private_job_queues set locked_at = null, locked_by = null where ${lost}`,
  )
}
