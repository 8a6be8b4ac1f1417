import { EventEmitter } from 'node:events'
import { Logger, makeWorkerUtils, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Instant } from '../policy/decision.ts'
import type { Tx } from './database.ts'
import { type Beat, BEAT, keepBeating } from './job-beat.ts'
import { keepRunning, type Workers } from './keep-running.ts'
import type { Log } from './log.ts'

/** A job's payload names a thing of a workspace; what is true of it is read when the job wakes. */
export type JobPayload = { workspace_id: string; id: string }

/** Jobs that come round by themselves: when (five fields, UTC), and what is done. */
export type TimedHandlers = Record<string, { cron: string; run: () => Promise<void> }>

/**
 * What a job does when it wakes. Throwing makes the queue try again later, with growing pauses. `stopping` tells one that
 * waits for something that the process is to end.
 */
export type JobHandlers = Record<string, (payload: JobPayload, stopping?: AbortSignal) => Promise<void>>

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

/**
 * Work that stored rows ask for, with one job for each thing: the job's key is `key` + id. `rows` is what still has to
 * be done, as SQL for (workspace_id, id, at): a restored database makes its jobs again by it.
 */
export type StillToDo = {
  task: string
  key: string
  rows: string
}

/** Enqueues the job of one thing, now or at a time; the one that it has is moved. */
export async function enqueueOne(
  tx: Tx,
  work: Omit<StillToDo, 'rows'>,
  thing: { workspaceId: string; id: string },
  runAt?: Instant,
): Promise<void> {
  const { workspaceId: workspace_id, id } = thing
  const when = runAt === undefined ? {} : { runAt }
  await enqueue(tx, work.task, { workspace_id, id }, { key: `${work.key}${id}`, ...when })
}

/** The same for several things at once, each at its time: one statement, however many there are. */
export async function enqueueMany(
  tx: Tx,
  work: Omit<StillToDo, 'rows'>,
  things: readonly { workspaceId: string; id: string; runAt?: Instant }[],
): Promise<void> {
  if (things.length === 0) return
  const { task, key } = work
  const rows = things.map(({ workspaceId: workspace_id, id, runAt }) => ({
    workspace_id,
    id,
    run_at: runAt === undefined ? null : new Date(runAt),
  }))
  await sql`select count(*) from graphile_worker.add_jobs((
    select array_agg(row(${task}::text, json_build_object('workspace_id', workspace_id, 'id', id),
      null, run_at, 25, ${key}::text || id, null, null)::graphile_worker.job_spec order by id)
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(workspace_id text, id text, run_at timestamptz)))`.execute(
    tx,
  )
}

/** The same for several things of a workspace, as soon as may be. */
export async function enqueueEach(
  tx: Tx,
  work: Omit<StillToDo, 'rows'>,
  workspaceId: string,
  ids: readonly string[],
): Promise<void> {
  await enqueueMany(
    tx,
    work,
    ids.map((id) => ({ workspaceId, id })),
  )
}

/** Takes a job back that has not begun. */
export async function dropJob(tx: Tx, key: string): Promise<void> {
  await sql`select graphile_worker.remove_job(${key})`.execute(tx)
}

/** Takes back the jobs of things that were done with others; what somebody is at is left to him, and nobody waits. */
export async function dropMany(tx: Tx, work: Pick<StillToDo, 'key'>, ids: readonly string[]): Promise<void> {
  const keys = ids.map((id) => `${work.key}${id}`)
  await sql`delete from graphile_worker._private_jobs where id in (
    select id from graphile_worker._private_jobs where key = any(${keys}::text[]) and locked_at is null
    for update skip locked)`.execute(tx)
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

type StartOptions = {
  concurrency: number
  log: Log
  timed: TimedHandlers
  beat?: Beat
  /** So many are fetched at once; as many as there are workers unless told otherwise. */
  fetched?: number
}

/** How long jobs that are done wait for others to be ticked off with, in milliseconds. */
const TICK_OFF_MS = 20
/**
 * Who found nothing looks again after about that, in milliseconds, however often he is called: every new job calls all, and
 * a look goes past all that wait for others.
 */
const LOOK_AGAIN_MS = 40

/**
 * Starts taking jobs: up to `concurrency` at once, none doubled between processes; those of a process that was
 * killed are taken over after a while. `stop()` finishes those begun. They are fetched and ticked off together, which spares
 * the database: some are kept from other processes meanwhile.
 *
 * To tick off together is also what outlives an outage: the queue would tick off a single one without waiting for it, and what
 * nobody waits for ends the process when it fails.
 */
export async function startJobs(
  pool: pg.Pool,
  handlers: JobHandlers,
  options: StartOptions,
): Promise<{ stop(): Promise<void> }> {
  const { log, timed } = options
  const stopping = new AbortController()
  const taskList: TaskList = Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      async (payload: unknown) => handle(payload as JobPayload, stopping.signal),
    ]),
  )
  for (const [name, { run: handle }] of Object.entries(timed)) taskList[name] = async () => handle()
  const running = await keepRunning(() => begin(pool, taskList, options), log)
  return {
    stop() {
      stopping.abort()
      return running.stop()
    },
  }
}

async function begin(
  pool: pg.Pool,
  taskList: TaskList,
  { concurrency, fetched = concurrency, log, timed, beat = BEAT }: StartOptions,
): Promise<Workers> {
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
    preset: {
      worker: {
        localQueue: {
          size: fetched,
          refetchDelay: { durationMs: LOOK_AGAIN_MS, maxAbortThreshold: Infinity },
        },
        completeJobBatchDelay: TICK_OFF_MS,
        failJobBatchDelay: TICK_OFF_MS,
      },
    },
    noHandleSignals: true,
    logger: quietLogger(log),
  })
  const silence = keepBeating(pool, await workers, log, beat)
  let isOver = false
  const ended = runner.promise
    .catch((error: unknown) => log.warn({ err: error }, 'workers ended by an error'))
    .then(silence)
    .finally(() => (isOver = true))
  return {
    ended,
    async stop() {
      if (!isOver) await runner.stop()
      await ended
    },
  }
}

/** The queue's own chatter goes to our log, one level lower than it thinks. */
function quietLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    // What is fetched and ticked off together needs few connections.
    if (message.includes('maxPoolSize')) return
    if (level === 'error') log.error({ part: 'jobs' }, message)
    else if (level === 'warning') log.warn({ part: 'jobs' }, message)
    else log.debug({ part: 'jobs' }, message)
  })
}
