import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { candor } from '../../client/candor.ts'
import { ensureUser } from '../../src/access/create-workspace.ts'
import { makeTestApp, type TestApp } from '../kit/app.ts'
import { build } from '../kit/build.ts'
import { makeClock, type TestClock } from '../kit/clock.ts'
import type { MailServer } from '../kit/mail.ts'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync']
const AGENT = { name: 'Amir Agent', email: 'amir@acme.test', password: 'a long enough password' }

export type Stage = Awaited<ReturnType<typeof openStage>>

/**
 * For journeys: Candor listening on a free port with the built web app and the demo shop, one agent, a
 * browser, and a clock that the test moves. Set `CANDOR_SHOTS` to a folder to get pictures of the way.
 */
export async function openStage({ mail }: { mail?: MailServer } = {}) {
  // Links in mails and the sign-in carry the address, so it is known before anything is made.
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const app = await makeTestApp({ publicUrl: base, smtpUrl: mail?.url ?? null }, steppingClock())
  const agentId = await addAgent(app)
  await (await app.app.server()).listen({ port, host: '127.0.0.1' })
  const browser: Browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [...FLAGS, ...QUIET],
  })
  const errors: string[] = []
  let shots = 0

  /** A page of somebody else: a browser context of its own. */
  async function visit(address: string, options: BrowserContextOptions = {}): Promise<Page> {
    const viewport = { width: 1280, height: 800 }
    const context = await browser.newContext({ reducedMotion: 'reduce', viewport, ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(40_000)
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(new URL(address, base).href)
    return page
  }

  /** The agent's inbox, reached through the sign-in page. */
  async function signIn(): Promise<Page> {
    const page = await visit('/inbox')
    await page.getByLabel('Email').fill(AGENT.email)
    await page.getByLabel('Password', { exact: true }).fill(AGENT.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'All conversations' }).waitFor()
    return page
  }

  async function shot(page: Page, name: string): Promise<void> {
    const folder = process.env['CANDOR_SHOTS']
    if (folder)
      await page.screenshot({ path: join(folder, `${name}-${String(++shots).padStart(2, '0')}.png`) })
  }

  const client = candor({ url: base, key: app.workspace.apiKey })

  async function surveysOf(conversationId: string): Promise<any[]> {
    const query = { conversation_id: conversationId }
    const { data } = await client.GET('/api/v1/surveys', { params: { query } })
    return data!.data.toSorted((a, b) => a.made_at.localeCompare(b.made_at))
  }

  return {
    app,
    base,
    agentId,
    make: build(app),
    /** What the pages threw. */
    errors,
    visit,
    signIn,
    shot,
    /** Oldest first. */
    surveysOf,
    async newestSurvey(conversationId: string): Promise<any> {
      return (await surveysOf(conversationId)).at(-1)
    },
    async csat(conversationId: string): Promise<any> {
      const params = { path: { id: conversationId } }
      return (await client.GET('/api/v1/conversations/{id}/csat', { params })).data
    },
    async close(): Promise<void> {
      await browser.close()
      await app.close()
    },
  }
}

/** What the agent does with the status menu of the conversation on the screen. */
export async function openStatusMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Status: / }).click()
  await page.getByRole('menuitemradio', { name: 'Closed' }).waitFor()
}

export async function chooseStatus(page: Page, status: string): Promise<void> {
  await openStatusMenu(page)
  await page.getByRole('menuitemradio', { name: status, exact: true }).click()
}

/** Waits until the conversation on the screen has this status. */
export async function hasStatus(page: Page, status: string): Promise<void> {
  await page.getByRole('button', { name: `Status: ${status}. Change it` }).waitFor()
}

/** Done when the server has it, not when the screen shows it: that is at once. */
export async function writeReply(page: Page, body: string): Promise<void> {
  const taken = page.waitForResponse((answer) => answer.url().endsWith('/messages') && answer.ok())
  await page.getByRole('textbox', { name: 'Reply' }).fill(body)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await taken
  await timeline(page).getByText(body).waitFor()
}

/** What was said and done in the conversation on the agent's screen. */
export function timeline(page: Page): Locator {
  return page.getByRole('log', { name: 'Timeline' })
}

/** What the customer does on the rating page: choose, and send. */
export async function rate(page: Page, score: string, comment?: string): Promise<void> {
  // The radio itself lies under its face.
  await page.locator('.choice', { hasText: score }).click()
  if (comment !== undefined) await page.locator('#comment').fill(comment)
  await page.getByRole('button', { name: 'Send' }).click()
}

/** Goes on by a millisecond with every look at it, so that what comes later is later. */
function steppingClock(): TestClock {
  const clock = makeClock(Date.now())
  return {
    ...clock,
    now() {
      clock.advance(1)
      return clock.now()
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** With a password at once, in place of the one the invitation asks for. */
async function addAgent({ app, api }: TestApp): Promise<string> {
  const hash = await (await app.auth.$context).password.hash(AGENT.password)
  await app.ctx.db.transaction().execute((tx) => ensureUser(tx, AGENT.name, AGENT.email, hash))
  const { body } = await api.post('/members', { name: AGENT.name, email: AGENT.email, role: 'agent' })
  await app.pool.query('update members set joined_at = now() where id = $1', [body.id])
  return body.id
}
