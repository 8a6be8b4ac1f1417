import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '../../src/demo/seed-demo.ts'
import { OWNER } from '../kit/app.ts'
import { findings } from './looks.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

const PASSWORD = 'juniper and pine'

let stage: StaffStage
let owner: Page

beforeAll(async () => {
  stage = await openStaffStage()
  await stage.found()
  const now = stage.clock.now()
  await seedDemo(stage.app.ctx, stage.app.auth, { conversations: 420, days: 40, now })
  owner = await as('robin', '/responses')
})
afterAll(() => stage.close())

const as = (name: string, address: string): Promise<Page> =>
  stage.signIn({ email: `${name}@juniper.example`, password: PASSWORD }, address)

const rows = (page: Page) => page.locator('a[data-row]')

/** Changes the policy as the owner's own app does. */
const setPolicy = (change: object): Promise<unknown> =>
  owner.evaluate(
    `fetch('/api/v1/settings/csat', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: ${JSON.stringify(JSON.stringify(change))},
    }).then((answer) => { if (!answer.ok) throw new Error('refused: ' + answer.status) })`,
  )

describe('search and go to', () => {
  it('I19: my achievements by keyboard alone', async () => {
    await setPolicy({ policy: { visibility: { individual_roles: ['owner', 'admin', 'lead', 'agent'] } } })
    const page = await as('aiko', '/inbox')
    await page.getByRole('link', { name: 'My achievements' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Where to?' }).waitFor()
    expect(await findings(stage, page, 'palette')).toEqual([])
    await page.keyboard.type('achiev')
    await page.getByRole('option', { name: 'My achievements', selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/achievements')
    await page.getByText('positive in a row').waitFor()
    await page.getByRole('heading', { name: 'What customers said' }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await findings(stage, page, 'achievements')).toEqual([])
    await page.getByText('All time', { exact: true }).click()
    await page.waitForURL('**/achievements?days=all')
    await page.keyboard.press('Control+k')
    await page.locator('[role="combobox"]:focus').waitFor()
    await page.keyboard.type('emma')
    await page.getByRole('group', { name: 'Conversations' }).getByRole('option').first().waitFor()
    await stage.shot(page, 'palette-conversations')
    expect(await page.getByRole('option', { name: 'Scheduled reports' }).count()).toBe(0)
    await page.getByRole('combobox').fill('shortcuts')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'In the responses' }).waitFor()
    expect(await findings(stage, page, 'shortcuts')).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+k')
    await page.locator('[role="combobox"]:focus').waitFor()
    await page.keyboard.type('emma')
    await page.getByRole('group', { name: 'Conversations' }).getByRole('option').first().waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/inbox/*')
    await page.getByRole('textbox', { name: 'Reply' }).waitFor()
    await page.locator('#content').focus()
    for (const key of ['g', 'r']) await page.keyboard.press(key)
    await page.waitForURL('**/responses')
    await page.setViewportSize({ width: 360, height: 740 })
    await page.getByRole('button', { name: 'Open navigation' }).click()
    await page.getByRole('button', { name: /^Search and go to/ }).click()
    await page.locator('[role="combobox"]:focus').waitFor()
    await page.waitForTimeout(300)
    expect(await page.evaluate('document.activeElement?.role')).toBe('combobox')
    await page.context().close()
  })
})

describe('who sees what', () => {
  it('C12: when answers open at once to all roles, an agent reads them, but does not review', async () => {
    const page = await as('aiko', '/responses')
    await rows(page).first().waitFor()
    expect(await page.getByRole('link', { name: 'Set aside', exact: true }).count()).toBe(0)
    await rows(page).first().click()
    await page.getByRole('dialog').getByRole('heading', { name: 'The survey' }).waitFor()
    expect(await page.getByRole('button', { name: 'Set aside' }).count()).toBe(0)
    await page.context().close()
  })

  it('C12, C13: by hand: closed for 48 hours to owners, wholly to leads and agents', async () => {
    await setPolicy({ policy: { visibility: { individual_roles: ['owner', 'admin'], embargo_hours: 48 } } })
    await owner.goto('/responses?period=7d')
    await owner.getByText(/more answers? (is|are) closed to you/).waitFor()
    await rows(owner).first().waitFor()
    expect(await findings(stage, owner, 'embargo')).toEqual([])
    for (const name of ['marta', 'aiko']) {
      const page = await as(name, '/responses')
      await page.getByRole('heading', { name: 'Single answers are not open to you' }).waitFor()
      const link = page.getByRole('navigation').getByRole('link', { name: 'Responses' })
      await expect.poll(() => link.count()).toBe(0)
      expect(await rows(page).count()).toBe(0)
      if (name === 'aiko') {
        expect(await findings(stage, page, 'closed-role')).toEqual([])
        await page.getByRole('link', { name: 'Go to My scores' }).click()
        await page.getByRole('heading', { name: 'My scores', level: 1 }).waitFor()
        await page.goto('/achievements')
        await page.getByText('Your role may not read single ratings').waitFor()
        expect(await page.getByText('kind word').count()).toBe(0)
        expect(await findings(stage, page, 'achievements-closed')).toEqual([])
      }
      await page.context().close()
    }
    await setPolicy({ policy: { visibility: { individual_roles: ['owner', 'lead'], embargo_hours: 0 } } })
    const lead = await as('marta', '/responses')
    await rows(lead).first().waitFor()
    await lead.context().close()
  })

  it('C1: an empty workspace says how to begin', async () => {
    const page = await stage.signIn(OWNER, '/responses')
    await page.getByRole('heading', { name: 'CSAT is off' }).waitFor()
    expect(await findings(stage, page, 'empty')).toEqual([])
    await page.goto('/achievements')
    await page.getByText('No kind words in these days').waitFor()
    await page.context().close()
  })

  it('J10: no page threw', () => {
    expect(stage.errors).toEqual([])
  })
})
