import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChatBrowser, openChatBrowser } from '../../test/kit/chat-browser.ts'
import { userHash } from '../customers/identity.ts'

let chat: ChatBrowser

beforeAll(async () => {
  chat = await openChatBrowser()
})
afterAll(() => chat.close())

describe('on hostile pages', () => {
  const host = createServer()
  beforeAll(() => new Promise<void>((resolve) => void host.listen(0, '127.0.0.1', resolve)))
  afterAll(() => void host.close())

  /** A page of another origin. */
  async function hostile(html: string, before?: string): Promise<Page> {
    const page = await (await chat.browser.newContext()).newPage()
    page.setDefaultTimeout(40_000)
    page.on('pageerror', (error) => chat.errors.push(error.message))
    if (before) await page.addInitScript(before)
    const tag = `<script src="${chat.base}/widget.js" data-workspace="${chat.stage.workspaceId}" async></script>`
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
    await chat.write(page, 'No storage here')
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

  it.each([
    ['the right hash: a contact with a name', (id: string) => userHash(chat.stage.secret, id), 'user'],
    ['a wrong hash: a lead', () => 'f'.repeat(64), 'lead'],
  ])('C6: a visitor the page names, with %s', async (_what, hash, kind) => {
    const settings = { user_id: 'shop-7', user_hash: hash('shop-7'), name: 'Ada', email: 'ada@example.com' }
    const page = await hostile(
      `<!doctype html><title>x</title><script>window.CandorSettings = ${JSON.stringify(settings)}</script>TAG`,
    )
    await page.locator('.launcher').click()
    await chat.write(page, 'Who am I?')
    await page.locator('.received').waitFor()
    const { contact_id: id } = await chat.conversation()
    const contact = await chat.stage.ctx.db
      .selectFrom('contacts')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    expect(contact).toMatchObject({ kind, name: 'Ada' })
    expect(contact?.external_id === 'shop-7').toBe(kind === 'user')
    await page.context().close()
  })

  it('C6: none of all this raised an error on the page', () => {
    expect(chat.errors).toEqual([])
  })
})
