import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Connectors } from '../../src/channels/connectors.ts'
import { type App, composeApp } from '../../src/app.ts'
import { type CreatedWorkspace, createWorkspace } from '../../src/access/create-workspace.ts'
import type { Config } from '../../src/platform/config.ts'
import { silentLog } from '../../src/platform/log.ts'
import { type Api, makeApi } from '../kit/api.ts'
import { OWNER } from '../kit/app.ts'
import { makeDatabase } from '../kit/database.ts'
import { runTaskListOnce } from '../kit/jobs.ts'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync']

export type StaffStage = Awaited<ReturnType<typeof openStaffStage>>

/**
 * For tests of the staff app: Candor on a free port with the built web app, on an empty database, and a
 * browser. Set `CANDOR_SHOTS` to a folder to get pictures.
 */
export async function openStaffStage({
  smtpUrl = null,
  privateHosts = [],
  connectors,
}: { smtpUrl?: string | null; privateHosts?: string[]; connectors?: Connectors } = {}) {
  // Links in mails and the origin of the sign-in carry the address, so it is known before anything is made.
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const database = await makeDatabase()
  const config: Config = {
    port,
    host: '127.0.0.1',
    dataDir: '/nowhere',
    databaseUrl: null,
    publicUrl: base,
    secret: 'a secret of at least thirty-two characters',
    smtpUrl,
    mailFrom: 'Acme Support <support@acme.test>',
    roles: ['web', 'worker'],
    logLevel: 'silent',
    trustProxy: 0,
    privateHosts,
  }
  const clock = goingClock()
  const app: App = await composeApp({
    config,
    connection: database.connection,
    clock,
    log: silentLog,
    connections: 8,
    ...(connectors ? { connectors } : {}),
  })
  const server = await app.server()
  await server.listen({ port, host: '127.0.0.1' })
  const browser: Browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [...FLAGS, ...QUIET],
  })
  /** What the pages threw. */
  const errors: string[] = []

  /** A page of somebody who was never here before. */
  async function visit(address: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      baseURL: base,
      reducedMotion: 'reduce',
      timezoneId: 'Europe/Berlin',
      permissions: ['clipboard-read', 'clipboard-write'],
      viewport: { width: 1280, height: 800 },
      ...options,
    })
    const page = await context.newPage()
    page.setDefaultTimeout(40_000)
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(new URL(address, base).href)
    return page
  }

  /** Signed in through the sign-in page, at `address`. */
  async function signIn(
    who: { email: string; password: string } = OWNER,
    address = '/inbox',
    options: BrowserContextOptions = {},
  ): Promise<Page> {
    const page = await visit(address, options)
    await fillSignIn(page, who)
    await page.locator('#content').waitFor()
    return page
  }

  return {
    app,
    base,
    clock,
    errors,
    visit,
    signIn,
    /** Makes the workspace that a first run would make. */
    async found(workspace = 'Acme'): Promise<CreatedWorkspace & { api: Api }> {
      const made = await createWorkspace(app.ctx, app.auth, {
        workspace,
        ownerName: 'Olivia Owner',
        ownerEmail: OWNER.email,
        ownerPassword: OWNER.password,
      })
      if (!made.ok) throw new Error(made.failure.message)
      return { ...made.value, api: makeApi(server, made.value.apiKey) }
    },
    /** Lets an invited member join at once, with this password. */
    async setPassword(email: string, password: string): Promise<void> {
      const hash = await (await app.auth.$context).password.hash(password)
      await app.pool.query(
        `insert into accounts (id, user_id, account_id, provider_id, password)
         select gen_random_uuid(), id, id::text, 'credential', $2 from users where email = $1`,
        [email, hash],
      )
      await app.pool.query(
        'update members set joined_at = now() from users where users.id = user_id and email = $1',
        [email],
      )
    },
    /** Runs what is due now, as the worker would. */
    async settle(): Promise<void> {
      do await runTaskListOnce(app, clock.now())
      while ((await app.lanes.settled()) || (await app.calls.settled()))
    },
    async shot(page: Page, name: string): Promise<void> {
      const folder = process.env['CANDOR_SHOTS']
      if (!folder) return
      mkdirSync(folder, { recursive: true })
      await page.screenshot({ path: join(folder, `${name}.png`) })
    },
    async close(): Promise<void> {
      await browser.close()
      await app.close()
      await database.drop()
    },
  }
}

export async function fillSignIn(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Goes on by a millisecond with every look at it, so that what comes later is later. */
function goingClock() {
  let at = Date.now()
  return { now: () => at++, pass: (ms: number) => void (at += ms) }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
