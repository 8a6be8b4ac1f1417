import type { Connectors } from '../../src/channels/connectors.ts'
import { type App, composeApp } from '../../src/app.ts'
import { createWorkspace, type CreatedWorkspace } from '../../src/access/create-workspace.ts'
import { runTaskListOnce } from './jobs.ts'
import type { Config } from '../../src/platform/config.ts'
import { silentLog } from '../../src/platform/log.ts'
import { makeClock, type TestClock } from './clock.ts'
import { type Api, makeApi } from './api.ts'
import { makeDatabase, type TestDatabase } from './database.ts'

export type TestApp = {
  app: App
  clock: TestClock
  config: Config
  connection: TestDatabase['connection']
  workspace: CreatedWorkspace
  /** The API as the workspace's own key with every scope. */
  api: Api
  /** The API with another credential, or none (null). */
  as(key: string | null): Api
  /** Moves the clock and runs every job that is due by then, as the worker would. */
  pass(ms: number): Promise<void>
  /** Runs what is due now. */
  settle(): Promise<void>
  close(): Promise<void>
}

export const OWNER = { email: 'owner@example.com', password: 'correct horse battery' }

/** Candor on a database of its own with one workspace, without a port: requests are injected. */
export async function makeTestApp(
  overrides: Partial<Config> = {},
  clock = makeClock(),
  /** What stands between Candor and its database. */
  through: (connection: TestDatabase['connection']) => TestDatabase['connection'] = (connection) =>
    connection,
  /** Channels to connect, beside the real ones. */
  connectors?: Connectors,
): Promise<TestApp> {
  const database = await makeDatabase()
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    dataDir: '/nowhere',
    databaseUrl: null,
    publicUrl: 'http://candor.test',
    secret: 'a secret of at least thirty-two characters',
    smtpUrl: null,
    mailFrom: 'Acme Support <support@acme.test>',
    roles: ['web', 'worker'],
    logLevel: 'silent',
    trustProxy: 0,
    ...overrides,
  }
  const app = await composeApp({
    config,
    connection: through(database.connection),
    clock,
    log: silentLog,
    connections: 8,
    ...(connectors ? { connectors } : {}),
  })
  const made = await createWorkspace(app.ctx, app.auth, {
    workspace: 'Acme',
    ownerName: 'Olivia Owner',
    ownerEmail: OWNER.email,
    ownerPassword: OWNER.password,
  })
  if (!made.ok) throw new Error(made.failure.message)
  const server = await app.server()
  await server.ready()
  const as = (key: string | null): Api => makeApi(server, key)
  const settle = async (): Promise<void> => {
    do await runTaskListOnce(app, clock.now())
    while ((await app.lanes.settled()) || (await app.calls.settled()))
  }
  return {
    app,
    clock,
    config,
    connection: database.connection,
    workspace: made.value,
    api: as(made.value.apiKey),
    as,
    settle,
    async pass(ms) {
      clock.advance(ms)
      await settle()
    },
    async close() {
      await app.close()
      await database.drop()
    },
  }
}
