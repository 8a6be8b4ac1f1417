import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../kit/api.ts'
import { IMAP, startImap } from '../kit/fakes/imap.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

let imap: Awaited<ReturnType<typeof startImap>>
let stage: StaffStage
let api: Api
let page: Page

beforeAll(async () => {
  imap = await startImap()
  stage = await openStaffStage({ smtpUrl: 'smtp://127.0.0.1:9', privateHosts: ['127.0.0.1'] })
  api = (await stage.found()).api
  page = await stage.signIn(undefined, '/inbox')
})
afterAll(async () => {
  await stage.close()
  await imap.close()
})

const row = (): Locator =>
  page
    .getByRole('list', { name: 'All channels' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: 'CSAT rules of Email', exact: true }) })
const drawer = (): Locator => page.getByRole('dialog', { name: 'Email', exact: true })
const field = (name: string): Locator => drawer().getByLabel(name, { exact: true })
const tls = (): Locator => drawer().getByRole('switch', { name: /^TLS from the start/ })
const connect = (): Locator => drawer().getByRole('button', { name: 'Connect', exact: true })

describe('connecting a mailbox', () => {
  it('C15: the empty inbox names it, and mail that only goes out is not called connected', async () => {
    await page.getByRole('heading', { name: 'Your inbox is ready' }).waitFor()
    expect(await findings(stage, page, 'mailbox-steps')).toEqual([])
    await page.getByRole('link', { name: /^Connect your mailbox/ }).click()
    await row().getByText('Sends only', { exact: true }).waitFor()
    await row().getByText('connect a mailbox to receive what customers write').waitFor()
    expect(await findings(stage, page, 'mailbox-sends-only')).toEqual([])
  })

  it('C15: the form begins with what most servers want, and names TLS where that is wrong', async () => {
    await row().getByRole('button', { name: 'Set up Email', exact: true }).click()
    expect(await tls().isChecked()).toBe(true)
    expect(await field('Port (optional)').inputValue()).toBe('')
    expect(await field('Mailbox (optional)').inputValue()).toBe('INBOX')
    await field('IMAP server').fill('127.0.0.1')
    await field('Port (optional)').fill(String(imap.account.port))
    await field('User').fill(IMAP.user)
    await field('Password').fill(IMAP.password)
    const asked = page.waitForRequest((request) => request.method() === 'PUT')
    await connect().click()
    expect((await asked).postDataJSON().settings).toMatchObject({ secure: true, mailbox: 'INBOX' })
    await drawer()
      .getByText(/speaks no TLS from the start there/)
      .waitFor()
    expect(await findings(stage, page, 'mailbox-no-tls')).toEqual([])
  })

  it('C15: connected, it shows nothing at all of the password', async () => {
    await tls().press('Space')
    await connect().click()
    await row().getByText('Connected', { exact: true }).waitFor()
    expect(await field('Password').getAttribute('placeholder')).toBe('••••, leave empty to keep')
    const { data } = (await api.get('/channels')).body
    expect(data.find(({ id }: any) => id === 'email').ways).toEqual({
      sends: 'connected',
      reads: 'connected',
    })
    expect(await findings(stage, page, 'mailbox-connected')).toEqual([])
  })

  it('C15: no page threw', () => {
    expect(stage.errors).toEqual([])
  })
})
