import { join } from 'node:path'
import { type App, composeApp } from './app.ts'
import { watchGateways } from './channels-in/gateways.ts'
import { watchMailboxes } from './channels-in/mailboxes.ts'
import type { Watch } from './channels-in/watch-accounts.ts'
import { crewsOf } from './crews.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { type Connection, openPool } from './platform/database.ts'
import { releaseLostJobs } from './platform/job-beat.ts'
import { migrateJobs, startJobs } from './platform/jobs.ts'
import type { Log } from './platform/log.ts'
import { migrate } from './platform/migrate.ts'
import { startEmbeddedPostgres } from './platform/postgres/embedded.ts'
import { lockDataFolder } from './platform/postgres/lock.ts'
import { freeLanes } from './webhooks/upkeep.ts'
import { freeRuns } from './workflows/free-runs.ts'

export type Running = {
  app: App
  url: string
  /** Settles when the embedded database is gone and only a new start helps. */
  lost: Promise<void>
  stop(): Promise<void>
}

const MIGRATIONS = join(import.meta.dirname, '../migrations')
/** Connections that the workers share for taking jobs; each crew listens on one. */
const JOB_CONNECTIONS = 18

/** A database ready for use: the configured one, or the embedded server of the data folder. */
export async function openStore(
  config: Pick<Config, 'dataDir' | 'databaseUrl'>,
  log: Log,
): Promise<{ connection: Connection; embedded: boolean; lost: Promise<void>; close(): Promise<void> }> {
  if (config.databaseUrl !== null) {
    await prepare(config.databaseUrl)
    return {
      connection: config.databaseUrl,
      embedded: false,
      lost: new Promise(() => {}),
      close: async () => {},
    }
  }
  const lock = lockDataFolder(config.dataDir)
  try {
    const server = await startEmbeddedPostgres({ dataDir: config.dataDir, note: (text) => log.info(text) })
    if (server.foundOrphan)
      log.warn('the database of the last run was still alive; it was stopped and restarted')
    await prepare(server.connection)
    return {
      connection: server.connection,
      embedded: true,
      lost: server.lost,
      async close() {
        await server.stop()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Brings the schema up to date: ours, then the job queue's. */
async function prepare(connection: Connection): Promise<void> {
  await migrate(connection, MIGRATIONS)
  const pool = openPool(connection, 2, true)
  try {
    await migrateJobs(pool)
  } finally {
    await pool.end()
  }
}

/**
 * Starts Candor in this process. `stop` drains: no new requests, those begun are answered, jobs begun are
 * finished, then the database is closed.
 */
export async function start(config: Config, log: Log, clock: Clock = systemClock): Promise<Running> {
  const store = await openStore(config, log)
  const app = await composeApp({ config, connection: store.connection, clock, log })
  const jobPool = openPool(store.connection, JOB_CONNECTIONS, true)
  const runners: Awaited<ReturnType<typeof startJobs>>[] = []
  let watches: Watch[] = []
  let url = ''
  try {
    if (config.roles.includes('worker')) {
      // Its own database nobody else works on: whatever is locked was begun by a process that is gone.
      if (store.embedded) {
        await releaseLostJobs(jobPool, 'all')
        await freeLanes(app.ctx)
        await freeRuns(app.ctx)
      }
      watches = [watchMailboxes(app), watchGateways(app)]
      for (const { handlers, ...crew } of crewsOf(app)) {
        runners.push(await startJobs(jobPool, handlers, { ...crew, log }))
      }
    }
    if (config.roles.includes('web')) {
      const server = await app.server()
      url = await server.listen({ port: config.port, host: config.host })
    }
  } catch (error) {
    await Promise.all(watches.map((watch) => watch.stop()))
    await Promise.all(runners.map((runner) => runner.stop()))
    await app.close()
    await jobPool.end()
    await store.close()
    throw error
  }
  let stopping: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    if (config.roles.includes('web')) await (await app.server()).close()
    await Promise.all(watches.map((watch) => watch.stop()))
    // A worker may wait for a lane to be over: both are told at once.
    await Promise.all([app.lanes.stop(), ...runners.map((runner) => runner.stop())])
    await app.close()
    await jobPool.end()
    await store.close()
  }
  return { app, url, lost: store.lost, stop: () => (stopping ??= stop()) }
}
