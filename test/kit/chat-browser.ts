import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { addMessage } from '../../src/inbox/messages/add-message.ts'
import { changeStatus } from '../../src/surveys/asking/change-status.ts'
import { type ChatStage, setStage } from './chat-stage.ts'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync']

export type ChatBrowser = Awaited<ReturnType<typeof openChatBrowser>>

/** For tests: the built widget on a real server in a real browser, and what an agent does meanwhile. */
export async function openChatBrowser() {
  // Not emptied first: another file may be reading what stands there.
  await build({ configFile: 'vite.widget.config.ts', logLevel: 'error', build: { emptyOutDir: false } })
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const stage: ChatStage = await setStage()
  const base = await stage.server.listen({ port: 0, host: '127.0.0.1' })
  const browser: Browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [...FLAGS, ...QUIET],
  })
  const errors: string[] = []

  async function visit(options: BrowserContextOptions = {}, path = '/demo'): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(40_000)
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(base + path)
    return page
  }

  async function write(page: Page, text: string): Promise<void> {
    await page.locator('.composer textarea').fill(text)
    await page.locator('.composer textarea').press('Enter')
  }

  /** The newest conversation of the workspace: the one the page under test just began. */
  async function conversation() {
    return stage.ctx.db
      .selectFrom('conversations')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
  }

  const mara = () => ({ workspaceId: stage.workspaceId, kind: 'member', id: stage.memberId }) as const

  async function reply(body: string): Promise<void> {
    const author = { kind: 'teammate', id: stage.memberId } as const
    await addMessage(stage.ctx, mara(), (await conversation()).id, { author, body })
  }

  async function closeIt(): Promise<void> {
    const deps = { ctx: stage.ctx }
    await changeStatus(deps, mara(), (await conversation()).id, { status: 'closed', survey: 'default' })
  }

  /** Serious findings of axe inside the widget. Evaluated, so that the page's own policy stays in force. */
  async function findings(page: Page): Promise<string[]> {
    await page.evaluate(axe)
    return page.evaluate(`
      axe.run({ include: [['candor-chat']] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] }).then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html + node.failureSummary).join(' | ')))
    `)
  }

  /** A conversation that an agent answered and closed, its card on the screen. */
  async function ended(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await visit(options)
    await page.locator('.launcher').click()
    await write(page, 'My teapot arrived with a chip')
    await page.locator('.received').waitFor()
    await reply('A new one ships today')
    await page.getByText('A new one ships today').waitFor()
    await closeIt()
    await page.locator('.card').waitFor()
    return page
  }

  async function surveyRow() {
    return stage.ctx.db
      .selectFrom('surveys')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
  }

  async function responseRow() {
    return stage.ctx.db
      .selectFrom('responses')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
  }

  /** Class and id of what has the focus inside the widget. */
  async function focused(page: Page): Promise<string> {
    return page.evaluate(`
      (({ className, id }) => className + ' ' + id)(document.querySelector('candor-chat').shadowRoot.activeElement ?? {})
    `)
  }

  return {
    stage,
    base,
    browser,
    /** What the pages threw. */
    errors,
    visit,
    write,
    conversation,
    reply,
    closeIt,
    findings,
    ended,
    surveyRow,
    responseRow,
    focused,
    async close(): Promise<void> {
      await browser.close()
      await stage.close()
    },
  }
}
