import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../kit/api.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

let stage: StaffStage
let api: Api
let page: Page

const OFTEN = 24

beforeAll(async () => {
  stage = await openStaffStage()
  api = (await stage.found()).api
  await api.put('/settings/csat', { preset: 'per_resolution', policy: { enabled: true } })
})
afterAll(() => stage.close())

async function ended(name: string, subject: string | null, says: string): Promise<string> {
  const contact = {
    external_id: name,
    name,
    email: 'somebody@example.com',
    kind: 'user',
  }
  const { id } = (await api.post('/conversations', { channel: 'web_chat', contact, subject })).body
  await api.post(`/conversations/${id}/messages`, { author: { kind: 'contact' }, body: says })
  await api.post(`/conversations/${id}/status`, { status: 'closed' })
  return id
}
const button = (name: string | RegExp, on: Locator | Page = page): Locator => on.getByRole('button', { name })
const drawer = (): Locator => page.getByRole('dialog', { name: 'What would have changed' })
const table = (): Locator => drawer().getByRole('table')
const row = async (name: string): Promise<string[]> =>
  table()
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
    .getByRole('cell')
    .allTextContents()

describe('trying a change of the CSAT settings', () => {
  it('§ 3.3: with nothing to try on, it says so; another period is one key away', async () => {
    page = await stage.signIn(undefined, '/settings/csat')
    await page.getByLabel('Longer than').fill('100')
    await button('Try on the last 30 days').click()
    await drawer().getByText('No conversation ended in the last 30 days').waitFor()
    expect(await findings(stage, page, 'dry-run-empty')).toEqual([])
    await drawer().getByText('7 days', { exact: true }).click()
    await drawer().getByText('No conversation ended in the last 7 days').waitFor()
    await page.keyboard.press('Escape')
    await drawer().waitFor({ state: 'detached' })
  })

  it('§ 3.3: how many more and fewer, every reason, and which conversations, before it is saved', async () => {
    for (let n = 0; n < OFTEN; n += 1) await ended(`Cleo Caller${n}`, `Order ${n}`, 'Where is my order?')
    await ended('Lena Long', 'A long story', 'x'.repeat(300))
    await ended(
      'Bartholomäus Featherstonehaugh-Wolverhampton',
      'A subject so long that no phone on earth has room for all of it in a single line',
      'Hm.',
    )
    await button('Try on the last 30 days').click()
    await drawer()
      .getByText(`${OFTEN + 1} fewer`)
      .waitFor()
    await drawer()
      .getByText(`of ${OFTEN + 2} resolutions`)
      .waitFor()
    expect(await row('Asked')).toEqual(['26', '1', `−${OFTEN + 1}`])
    expect(await row('Too short')).toEqual(['0', '25', '+25'])
    const list = drawer().getByRole('list', { name: 'Conversations that differ' })
    expect(await list.getByRole('listitem').count()).toBe(20)
    const first = list.getByRole('listitem').first()
    await first.getByText('A survey goes out by web chat.').waitFor()
    await first.getByText('The conversation has 3 characters; more than 100 are needed.').waitFor()
    await button('Load more', drawer()).click()
    await expect.poll(() => list.getByRole('listitem').count()).toBe(OFTEN + 1)
    await drawer().getByText('What this takes for granted').click()
    await drawer()
      .getByText(/^Each real survey stands for one of the replay/)
      .waitFor()
    await drawer().getByText('30 days', { exact: true }).scrollIntoViewIfNeeded()
    expect(await findings(stage, page, 'dry-run-result')).toEqual([])
    // Nothing was saved by trying.
    expect((await api.get('/settings/csat')).body.policy.eligibility.min_characters).toBe(0)
  })

  it('§ 3.3: a conversation opens in a tab of its own, and the changes are still there', async () => {
    const link = drawer().getByRole('link', { name: /^Cleo Caller23/ })
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()])
    await opened.getByText('Where is my order?').first().waitFor()
    await opened.close()
    await page.keyboard.press('Escape')
    await drawer().waitFor({ state: 'detached' })
    expect(await page.getByLabel('Longer than').inputValue()).toBe('100 characters')
    await stage.shot(page, 'dry-run-bar')
    expect(await findings(stage, page, 'dry-run-bar')).toEqual([])
  })

  it('§ 3.3: it shows how far it is, and can be cancelled and begun again, by keyboard too', async () => {
    let isHeld = true
    await page.route('**/api/v1/settings/csat/dry-run', async (route) => {
      if (!isHeld) return route.continue()
      // Never answers.
    })
    await button('Try on the last 30 days').focus()
    await page.keyboard.press('Enter')
    await drawer().getByText('Looking at conversations…').waitFor()
    await drawer().getByRole('progressbar', { name: 'Looking at conversations…' }).waitFor()
    expect(await findings(stage, page, 'dry-run-running')).toEqual([])
    await button('Cancel', drawer()).focus()
    await page.keyboard.press('Enter')
    await drawer().getByText('Cancelled. Nothing was changed.').waitFor()
    isHeld = false
    await button('Try again', drawer()).focus()
    await page.keyboard.press('Enter')
    await drawer()
      .getByText(`${OFTEN + 1} fewer`)
      .waitFor()
    await page.unroute('**/api/v1/settings/csat/dry-run')
  })

  it('§ 3.3: a server that fails or falls silent is said, and it can be tried again', async () => {
    await page.route('**/api/v1/settings/csat/dry-run', (route) =>
      route.fulfill({
        status: 200,
        contentType: 'application/x-ndjson',
        body: '{"progress":{"done":1,"total":9}}\n',
      }),
    )
    await drawer().getByText('7 days', { exact: true }).click()
    await drawer().getByText('The answer was cut off.').waitFor()
    expect(await findings(stage, page, 'dry-run-failed')).toEqual([])
    await page.unroute('**/api/v1/settings/csat/dry-run')
    await button('Try again', drawer()).click()
    await drawer()
      .getByText(`${OFTEN + 1} fewer`)
      .waitFor()
    await page.keyboard.press('Escape')
  })

  it('C1: fields that need another value come first', async () => {
    await page.getByLabel('Longer than').fill('-5')
    await button('Try on the last 30 days').click()
    await page.locator('[data-problem]').first().locator('input:focus').waitFor()
    expect(await drawer().count()).toBe(0)
  })

  it('§ 3.3: by hand, it says what it cannot know', async () => {
    await page.getByLabel('Longer than').fill('0')
    await api.put('/settings/csat', { preset: 'by_hand', policy: { enabled: true } })
    await page.reload()
    await page.getByText('Automatic', { exact: true }).first().click()
    await button('Try on the last 30 days').click()
    await drawer().getByText('What this takes for granted').click()
    await drawer()
      .getByText(/^The saved policy asks by hand: nothing is sent by itself/)
      .waitFor()
    await drawer()
      .getByText(/^26 surveys were really made then/)
      .waitFor()
    await stage.shot(page, 'dry-run-by-hand')
  })

  it('C3: what was really sent by hand under other rules says so in its row', async () => {
    await page.keyboard.press('Escape')
    await api.put('/settings/csat', { preset: 'by_hand', policy: { enabled: true } })
    const contact = { external_id: 'hanna', name: 'Hanna Hand', email: 'hanna@example.com', kind: 'user' }
    const { id } = (await api.post('/conversations', { channel: 'web_chat', contact })).body
    await api.post(`/conversations/${id}/status`, { status: 'resolved', survey: 'send' })
    // Its channels are off until chosen.
    await api.put('/settings/csat', { preset: 'after_delay', policy: { enabled: true } })
    await page.reload()
    await page.getByRole('switch', { name: 'Ask on Web chat', exact: true }).press('Space')
    await button('Try on the last 30 days').click()
    const item = drawer()
      .getByRole('list', { name: 'Conversations that differ' })
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name: /^Hanna Hand/ }) })
    await item.getByText('A survey was made, under the rules of that time.').waitFor()
    await item.getByText('Surveys are switched off for web chat.').waitFor()
    await item.getByText('A survey goes out by web chat. Sent by hand, as then.').waitFor()
    await drawer().getByText('What this takes for granted').click()
    await drawer()
      .getByText(/^One survey that was asked for, by hand/)
      .waitFor()
    expect(await findings(stage, page, 'dry-run-sent-by-hand')).toEqual([])
  })

  it('§ 3.3: no page threw', () => {
    expect(stage.errors).toEqual([])
  })
})
