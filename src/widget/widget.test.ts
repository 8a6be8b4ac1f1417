import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inAppChannel } from '../channels/in-app.ts'
import { addMessage } from '../inbox/add-message.ts'
import { changeStatus } from '../surveys/change-status.ts'
import { type ChatStage, setStage } from '../../test/kit/chat-stage.ts'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync']

let stage: ChatStage
let browser: Browser
let base: string
let axe: string
const errors: string[] = []

beforeAll(async () => {
  await build({ configFile: 'vite.widget.config.ts', logLevel: 'error' })
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  stage = await setStage()
  base = await stage.server.listen({ port: 0, host: '127.0.0.1' })
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: [...FLAGS, ...QUIET] })
}, 60_000)

afterAll(async () => {
  await browser.close()
  await stage.close()
})

async function visit(options: BrowserContextOptions = {}, path = '/demo'): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
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
  const deps = { ctx: stage.ctx, channels: { web_chat: inAppChannel } }
  await changeStatus(deps, mara(), (await conversation()).id, { status: 'closed', survey: 'default' })
}

/** Serious findings of axe inside the widget. Evaluated, so that the page's own policy stays in force. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const run = (
      window as unknown as { axe: { run(o: object, p: object): Promise<{ violations: Finding[] }> } }
    ).axe
    type Finding = { id: string; nodes: { html: string; failureSummary: string }[] }
    const { violations } = await run.run(
      { include: [['candor-chat']] },
      { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] },
    )
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html + node.failureSummary).join(' | ')}`,
    )
  })
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

describe('the web chat on a shop', () => {
  it('I8: write, be answered, rate with one tap, I9: comment, be thanked', async () => {
    const page = await ended()
    expect(await page.locator('.theirs .author').textContent()).toBe('Mara Lindqvist')
    await page.getByRole('radio', { name: 'Excellent' }).click()
    await page.locator('.more textarea').fill('Quick and kind')
    await expect.poll(async () => (await surveyRow()).state).toBe('answered')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByText('Thank you!').waitFor()
    expect(await page.locator('.card q').textContent()).toBe('Quick and kind')
    expect(await responseRow()).toMatchObject({ score: 5, comment: 'Quick and kind', revision: 2 })
    // I10: left with a comment, it cannot change.
    expect(await page.getByRole('button', { name: 'Change my rating' }).count()).toBe(0)
    await page.context().close()
  })

  it('O5: a low score brings up the comment first; skipping stays possible, and the rating stands', async () => {
    const page = await ended()
    await page.getByRole('radio', { name: 'Terrible' }).click()
    await page.getByLabel('What went wrong?').waitFor()
    await expect.poll(() => focused(page)).toContain('comment')
    await page.getByRole('button', { name: 'Skip' }).click()
    await page.getByRole('button', { name: 'Change my rating' }).click()
    await page.getByRole('radio', { name: 'Good' }).click()
    await page.getByRole('button', { name: /Keep|Skip/ }).click()
    await expect.poll(async () => (await responseRow()).score).toBe(4)
    await page.reload()
    await page.getByText('Your rating: Good').waitFor()
    await page.context().close()
  })

  it('I8: keyboard alone is enough, arrows rate nothing, Escape closes and gives the focus back', async () => {
    const page = await ended()
    await page.getByRole('radio', { name: 'Terrible' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect((await surveyRow()).state).toBe('sent')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await surveyRow()).state).toBe('answered')
    expect((await responseRow()).score).toBe(3)
    await page.keyboard.press('Escape')
    expect(await page.locator('.panel').isVisible()).toBe(false)
    expect(await focused(page)).toContain('launcher')
    await page.context().close()
  })

  it('J3: a survey withdrawn by reopening says so calmly, and the next end asks anew', async () => {
    await stage.setPolicy({ on_reopen: 'withdraw', scope: 'resolution' })
    const page = await ended()
    await write(page, 'One more thing')
    await page.getByText('This survey was withdrawn').waitFor()
    await reply('Of course')
    await closeIt()
    await page.getByRole('radio', { name: 'Good' }).waitFor()
    expect(await page.locator('.card').count()).toBe(2)
    await stage.setPolicy({})
    await page.context().close()
  })

  it('C6: what is written offline is kept through a reload and sent once', async () => {
    const page = await ended()
    await page.context().setOffline(true)
    await write(page, 'Written in a tunnel')
    await page.getByText('Not sent').waitFor()
    await page.getByText('Reconnecting…').waitFor()
    await page.context().setOffline(false)
    await expect.poll(async () => (await conversation()).contact_message_count).toBe(2)
    await page.getByText('Not sent').waitFor({ state: 'detached' })
    await page.locator('.composer textarea').fill('Half a thou')
    await page.reload()
    expect(await page.locator('.composer textarea').inputValue()).toBe('Half a thou')
    expect((await conversation()).contact_message_count).toBe(2)
    await page.context().close()
  })

  it('C6: markup in messages and names stays text', async () => {
    const page = await ended()
    await reply('<img src=x onerror="document.title=1"> https://example.com/?a=1&b=<b>')
    await page.getByText('<img src=x').waitFor()
    expect(await page.title()).not.toBe('1')
    expect(await page.locator('.bubble a').getAttribute('href')).toBe('https://example.com/?a=1&b=')
    await page.context().close()
  })

  const looks: [string, BrowserContextOptions][] = [
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['on a phone', { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }],
  ]
  it.each(looks)('I8: axe finds nothing, %s', async (_look, options) => {
    const page = await ended(options)
    expect(await findings(page)).toEqual([])
    await page.getByRole('radio', { name: 'Poor' }).click()
    expect(await findings(page)).toEqual([])
    await page.getByRole('button', { name: 'Skip' }).click()
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await page.context().close()
  })

  it('C6: an Arabic visitor reads Arabic, from the right', async () => {
    const page = await visit({ locale: 'ar' })
    await page.evaluate(() => {
      document.documentElement.lang = 'ar'
      ;(window as unknown as { Candor: { update(): void } }).Candor.update()
    })
    await page.locator('.root[dir=rtl]').waitFor({ state: 'attached' })
    await page.locator('.launcher').click()
    expect((await page.locator('.launcher').boundingBox())!.x).toBeLessThan(100)
    expect(await findings(page)).toEqual([])
    await page.context().close()
  })
})

describe('on hostile pages', () => {
  const host = createServer()
  beforeAll(() => new Promise<void>((resolve) => void host.listen(0, '127.0.0.1', resolve)))
  afterAll(() => void host.close())

  /** A page of another origin. */
  async function hostile(html: string, before?: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage()
    page.setDefaultTimeout(10_000)
    page.on('pageerror', (error) => errors.push(error.message))
    if (before) await page.addInitScript(before)
    const tag = `<script src="${base}/widget.js" data-workspace="${stage.workspaceId}" async></script>`
    host.removeAllListeners('request')
    host.on('request', (_request, answer) =>
      answer.setHeader('content-type', 'text/html').end(html.replaceAll('TAG', tag)),
    )
    await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`)
    return page
  }

  it('C6: without storage it chats all the same', async () => {
    const blocked = `Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })`
    const page = await hostile('<!doctype html><title>x</title>TAG', blocked)
    await page.locator('.launcher').click()
    await write(page, 'No storage here')
    await page.locator('.received').waitFor()
    await page.context().close()
  })

  it('C6: included twice it is there once, and it outlives a replaced body', async () => {
    const page = await hostile(
      '<!doctype html><title>x</title>TAG TAG<style>* { display: none !important }</style>',
    )
    await page.locator('candor-chat').first().waitFor({ state: 'attached' })
    await page.evaluate(() => {
      document.body = document.createElement('body')
    })
    await page.waitForTimeout(200)
    expect(await page.locator('candor-chat').count()).toBe(1)
    await page.context().close()
  })

  it('C6: none of all this raised an error on the page', () => {
    expect(errors).toEqual([])
  })
})

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
  return page.evaluate(() => {
    const element = document.querySelector('candor-chat')?.shadowRoot?.activeElement
    return `${element?.className} ${element?.id}`
  })
}
