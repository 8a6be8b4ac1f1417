import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../kit/api.ts'
import { OWNER } from '../kit/app.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'
import { hasStatus } from './stage.ts'

const NAMES = ['Cora Customer', 'Ben Okafor', 'Ada Mendes', 'Zoe Quist']

let stage: StaffStage
let api: Api
let page: Page

beforeAll(async () => {
  stage = await openStaffStage()
  ;({ api } = await stage.found())
  // The last one is the newest, and stands first.
  for (const name of NAMES.toReversed()) {
    const body = { channel: 'web_chat', contact: { name, external_id: name }, subject: 'A chipped teapot' }
    const { id } = (await api.post('/conversations', body)).body
    await api.post(`/conversations/${id}/messages`, { author: { kind: 'contact' }, body: 'It leaks.' })
  }
  page = await stage.signIn(OWNER)
  await row('Cora Customer').waitFor()
})
afterAll(() => stage.close())

const list = (): Locator => page.getByRole('region', { name: 'Conversations', exact: true })
const row = (name: string): Locator => list().getByRole('link', { name })
const opened = (name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor()
const noneOpen = (): Promise<void> => page.getByRole('heading', { name: 'Choose a conversation' }).waitFor()
const undo = (): Locator => page.getByRole('button', { name: 'Undo', exact: true })
const policy = (preset: string) =>
  api.put('/settings/csat', { preset, policy: { enabled: true, eligibility: { min_characters: 0 } } })

describe('the inbox by keyboard', () => {
  it('J11: after a click on the status tabs the keys go on', async () => {
    for (const tab of ['All', 'Open']) {
      await list().getByText(tab, { exact: true }).click()
      await expect.poll(() => page.evaluate('document.activeElement.type')).toBe('radio')
    }
    await page.keyboard.press('j')
    await opened('Cora Customer')
    await page.keyboard.press('j')
    await opened('Ben Okafor')
    await page.keyboard.press('k')
    await opened('Cora Customer')
  })

  it('J11: the key that assigns: oneself first, nobody last, and whose it is marked', async () => {
    const choices = page.getByRole('menu').getByRole('menuitem')
    const ask = async (): Promise<string[]> => {
      await page.keyboard.press('a')
      await choices.first().waitFor()
      return choices.allTextContents()
    }
    expect(await ask()).toEqual(['Assign to me', 'Olivia Owner', 'Unassigned'])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Assignee: Olivia Owner' }).waitFor()
    await page.getByRole('menu').waitFor({ state: 'detached' })
    expect(await ask()).toEqual(['Olivia Owner', 'Unassigned'])
    expect(await choices.first().getAttribute('aria-current')).toBe('true')
    await choices.last().click()
    await page.getByRole('button', { name: 'Assignee: Unassigned' }).waitFor()
    await page.getByRole('menu').waitFor({ state: 'detached' })
  })

  it('J11: Escape leaves the reply, then the conversation, whose row stays marked', async () => {
    await page.keyboard.press('j')
    await opened('Ben Okafor')
    await page.keyboard.press('r')
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA')
    await page.keyboard.type('Hello')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).not.toBe('TEXTAREA')
    await opened('Ben Okafor')
    await page.keyboard.press('Escape')
    await noneOpen()
    await page.locator('a[data-marked]', { hasText: 'Ben Okafor' }).waitFor()
    expect(await findings(stage, page, 'inbox-marked')).toEqual([])
    await page.keyboard.press('j')
    await opened('Ada Mendes')
    await page.keyboard.press('Escape')
    await noneOpen()
    await page.keyboard.press('k')
    await opened('Ben Okafor')
    await page.keyboard.press('Escape')
    await noneOpen()
    await page.keyboard.press('r')
    await expect.poll(() => page.evaluate('document.activeElement.value')).toBe('Hello')
    await opened('Ben Okafor')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await noneOpen()
  })

  it('J11: the key that ends acts on the marked row; the way back is there to be read, and used', async () => {
    await page.keyboard.press('e')
    await opened('Ben Okafor')
    await hasStatus(page, 'Resolved')
    await undo().waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 740 })
        await page.emulateMedia({ colorScheme })
        await stage.shot(page, `status-toast-${colorScheme}-${width}`)
        expect(await page.evaluate(CROPPED)).toEqual([])
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 })
    await undo().click()
    await hasStatus(page, 'Open')
  })

  it('J11: what is snoozed leaves the list, the keys go on from where it stood, and it waits in its own tab', async () => {
    await row('Ada Mendes').click()
    await opened('Ada Mendes')
    await page.getByRole('button', { name: 'Status: Open. Change it' }).click()
    await page.getByRole('menuitem', { name: 'Snooze…' }).click()
    await page.getByRole('menuitem', { name: /^Tomorrow/ }).click()
    await hasStatus(page, 'Snoozed')
    await row('Ada Mendes').waitFor({ state: 'detached' })
    await page.keyboard.press('j')
    await opened('Zoe Quist')
    await list().getByText('Snoozed', { exact: true }).first().click()
    await row('Ada Mendes').click()
    await opened('Ada Mendes')
    await undo().click()
    await hasStatus(page, 'Open')
    await list().getByText('Open', { exact: true }).click()
    await row('Ben Okafor').click()
    await opened('Ben Okafor')
  })

  it('J11: where the policy asks on Closed alone, the key closes, and says so', async () => {
    await policy('on_close')
    await page.reload()
    await hasStatus(page, 'Open')
    await page.getByRole('button', { name: 'Status: Open. Change it' }).hover()
    await page.getByRole('tooltip', { name: 'Key e: Closed' }).waitFor()
    await page.getByRole('button', { name: 'Status: Open. Change it' }).click()
    const closed = page.getByRole('menuitemradio', { name: 'Closed', exact: true })
    await closed.waitFor()
    expect(await closed.getAttribute('aria-keyshortcuts')).toBe('e')
    await stage.shot(page, 'status-menu-key')
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await page.keyboard.press('e')
    await hasStatus(page, 'Closed')
    await policy('after_delay')
    await row('Ada Mendes').click()
    await opened('Ada Mendes')
    await page.keyboard.press('e')
    await hasStatus(page, 'Resolved')
    expect(stage.errors).toEqual([])
  })
})

/** What of a toast is cut off at its edge. */
const CROPPED = `[...document.querySelectorAll('.mantine-Notification-root')].flatMap((toast) =>
  [...toast.querySelectorAll('*')]
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
    .map((each) => each.className + ': ' + each.textContent))`
