import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PRESETS } from '../../src/policy/settings.ts'
import { presets as guide } from '../../src/web/text/presets.ts'
import type { Api } from '../kit/api.ts'
import { openStaffStage, type StaffStage } from './staff-stage.ts'

const AGENT = { email: 'amir@acme.test', password: 'a long enough password' }

let stage: StaffStage
let api: Api
let page: Page

beforeAll(async () => {
  stage = await openStaffStage()
  api = (await stage.found()).api
  await api.post('/members', { name: 'Amir Agent', email: AGENT.email, role: 'agent' })
  await stage.setPassword(AGENT.email, AGENT.password)
  page = await stage.signIn(undefined, '/settings/csat')
})
afterAll(() => stage.close())

const saved = async (): Promise<any> => (await api.get('/settings/csat')).body
const question = (): Locator => page.getByRole('textbox', { name: 'Question', exact: true })

async function save(on: Page = page): Promise<void> {
  await on.getByRole('button', { name: 'Save changes' }).click()
}
async function saveWell(): Promise<void> {
  await save()
  await page.getByText('CSAT settings saved').last().waitFor()
  await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' })
}

describe('the CSAT settings', () => {
  it('C1, O1: CSAT is off, and four ways to ask are explained before anything else', async () => {
    await page.getByRole('heading', { name: 'Choose how to ask first' }).waitFor()
    expect((await saved()).policy.enabled).toBe(false)
    for (const preset of PRESETS) {
      const { title, sentence, does } = guide[preset]
      const card = page.getByRole('region', { name: title, exact: true })
      await card.getByText(sentence).waitFor()
      for (const line of does) await card.getByText(line).waitFor()
    }
    await stage.shot(page, 'csat-off')
  })

  it('C1: choosing one turns asking on, once it is saved', async () => {
    await page.getByRole('button', { name: `Start from “${guide.by_hand.title}”` }).click()
    await page.getByText('Takes effect when you save.').waitFor()
    expect(await page.getByRole('switch', { name: 'Ask customers' }).isChecked()).toBe(true)
    expect((await saved()).policy.enabled).toBe(false)
    await saveWell()
    expect(await saved()).toMatchObject({ version: 2, preset: 'by_hand', policy: { enabled: true } })
    await page.reload()
    await page.getByText('Customers are asked').waitFor()
  })

  it('C2: the message is counted as one types, with advice above 100 characters', async () => {
    expect(await question().inputValue()).toBe('How was your support experience?')
    await page.getByText('32 characters', { exact: true }).waitFor()
    await question().fill('x'.repeat(100))
    await page.getByText('100 characters', { exact: true }).waitFor()
    await question().fill('y'.repeat(101))
    await page.getByText('101 characters · Under 100 is best').waitFor()
    await question().fill('Did we help you?')
    await page.getByText('16 characters', { exact: true }).waitFor()
    await saveWell()
    expect((await saved()).policy.question.message).toBe('Did we help you?')
  })

  it('O1: a channel can have a rule of its own, and give it back', async () => {
    await page.getByRole('button', { name: /^Rules for Email/ }).click()
    const drawer = page.getByRole('dialog', { name: 'Email: rules of its own' })
    await drawer.getByText('this channel follows the workspace').waitFor()
    await drawer.getByRole('combobox', { name: 'Set a rule for this channel' }).click()
    await page.getByRole('option', { name: 'Question', exact: true }).click()
    await drawer.getByRole('textbox', { name: 'Question', exact: true }).fill('How was our mail?')
    await drawer.getByText('Elsewhere: Did we help you?').waitFor()
    await stage.shot(page, 'csat-channel')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Rules for Email: 1 rule of its own' }).waitFor()
    await saveWell()
    const { policy } = await saved()
    expect(policy.trigger.channels.email.question).toEqual({ message: 'How was our mail?' })
    expect(policy.question.message).toBe('Did we help you?')
  })

  it('C1: what is invalid is refused at its field, and nothing is saved', async () => {
    const before = await saved()
    await question().fill('')
    await page.getByLabel('Longer than').fill('-5')
    await page.getByText('2 fields need another value').waitFor()
    expect(await page.locator('[data-problem] [role=alert]').count()).toBe(2)
    await save()
    // Saving leads to the first of them.
    await page.locator('[data-problem]').first().locator('input:focus').waitFor()
    await stage.shot(page, 'csat-invalid')
    expect(await saved()).toEqual(before)
    const answer = await page.request.put('/api/v1/settings/csat', {
      data: { policy: { question: { message: '' }, eligibility: { min_characters: -5 } } },
      headers: { origin: stage.base },
    })
    expect(answer.status()).toBe(422)
    expect((await answer.json()).fields.map((each: any) => each.field)).toEqual(
      expect.arrayContaining(['policy.question.message', 'policy.eligibility.min_characters']),
    )
    expect(await saved()).toEqual(before)
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
    expect(await question().inputValue()).toBe('Did we help you?')
  })

  it('J11: the history tells who changed what and when, and leads back', async () => {
    await page.getByRole('button', { name: 'History' }).click()
    const drawer = page.getByRole('dialog', { name: 'Version history' })
    const newest = drawer.getByRole('listitem').first()
    await newest.getByText('Version 4').waitFor()
    await newest.getByText('by Olivia Owner').waitFor()
    await newest.getByText('Email: Question').waitFor()
    expect(await newest.locator('time').getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\dT/)
    await stage.shot(page, 'csat-history')
    const second = drawer.getByRole('listitem').filter({ hasText: 'Version 2' })
    await second.getByRole('button', { name: 'Restore this version' }).click()
    await page
      .getByRole('dialog', { name: /Restore version 2/ })
      .getByRole('button', { name: 'Restore' })
      .click()
    await page.getByText('Version 2 restored').waitFor()
    expect(await saved()).toMatchObject({
      version: 5,
      policy: { question: { message: 'How was your support experience?' } },
    })
  })

  it('C1: a tab with an older version is refused, keeps its words, and can load the new one', async () => {
    // Without news from the server, as after a lost connection.
    const other = await page.context().newPage()
    await other.route('**/api/v1/stream', (route) => route.abort())
    await other.goto('/settings/csat')
    const words = other.getByRole('textbox', { name: 'Question', exact: true })
    await words.fill('From the older tab')
    await api.put('/settings/csat', { policy: { question: { message: 'From elsewhere' } } })
    await save(other)
    await other.getByRole('alert').getByText('Somebody else saved meanwhile').waitFor()
    expect(await words.inputValue()).toBe('From the older tab')
    expect((await saved()).policy.question.message).toBe('From elsewhere')
    await stage.shot(other, 'csat-conflict')
    await other.getByRole('button', { name: 'Load the new version' }).click()
    await expect.poll(() => words.inputValue()).toBe('From elsewhere')
    // The first tab had the news, and no words of its own.
    await expect.poll(() => question().inputValue()).toBe('From elsewhere')
    await other.close()
  })

  it('C1: leaving with unsaved changes asks first', async () => {
    await question().fill('Half a thought')
    await page.getByRole('link', { name: 'Members & teams' }).click()
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect(await question().inputValue()).toBe('Half a thought')
    await page.getByRole('link', { name: 'Members & teams' }).click()
    await dialog.getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('heading', { name: 'Members & teams' }).waitFor()
  })

  it('C1, J11: an agent cannot open or change them', async () => {
    const agent = await stage.signIn(AGENT, '/settings/csat')
    await agent.getByRole('heading', { name: 'The settings are not open to you' }).waitFor()
    expect(await agent.getByRole('link', { name: 'CSAT' }).count()).toBe(0)
    const before = await saved()
    const answer = await agent.request.put('/api/v1/settings/csat', {
      data: { policy: { enabled: false } },
      headers: { origin: stage.base },
    })
    expect(answer.status()).toBe(403)
    expect(await saved()).toEqual(before)
  })

  it('J11: no page threw', () => {
    expect(stage.errors).toEqual([])
  })
})
