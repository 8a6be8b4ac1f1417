import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  chooseStatus,
  hasStatus,
  openStage,
  openStatusMenu,
  type Stage,
  timeline,
  writeReply,
} from './stage.ts'

/** By hand, and the agent sees answers at once. */
const OPEN_BY_HAND = {
  question: { scale: 'emoji' },
  visibility: {
    embargo_hours: 0,
    individual_roles: ['owner', 'admin', 'lead', 'agent'],
    score_in_timeline: true,
  },
}

let stage: Stage
let agent: Page

beforeAll(async () => {
  stage = await openStage()
  agent = await stage.signIn()
})
afterAll(() => stage.close())

/** A customer in the demo shop writes, and the agent opens what arrives in the list by itself. */
async function begin(text: string): Promise<Page> {
  const customer = await stage.visit('/demo')
  await customer.locator('.launcher').click()
  await customer.locator('.composer textarea').fill(text)
  await customer.locator('.composer textarea').press('Enter')
  await customer.locator('.received').waitFor()
  await agent.getByRole('link', { name: text }).click()
  await timeline(agent).getByText(text).waitFor()
  return customer
}

const conversationId = (): string => new URL(agent.url()).pathname.split('/').at(-1)!

/** Marks the page; a reload would wipe the mark. */
const mark = (page: Page): Promise<void> => page.evaluate('void (window.unreloaded = true)')
const isMarked = (page: Page): Promise<boolean> => page.evaluate('window.unreloaded === true')

describe('web chat and inbox, live', () => {
  it('C3, C6, I8, I9, O6: written, answered, resolved with a survey, rated, and seen, without a reload', async () => {
    await stage.make.enable('by_hand', OPEN_BY_HAND)
    await mark(agent)
    const customer = await begin('My teapot arrived with a chip')
    await mark(customer)
    await stage.shot(agent, 'live')
    await writeReply(agent, 'I am sorry. A new one ships today.')
    await customer.getByText('A new one ships today').waitFor()
    expect(await customer.locator('.theirs .author').textContent()).toBe('Amir Agent')

    const dialog = agent.getByRole('dialog', { name: 'Resolved: send a survey?' })
    await chooseStatus(agent, 'Resolved')
    await dialog.waitFor()
    await stage.shot(agent, 'live-dialog')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await chooseStatus(agent, 'Resolved')
    await dialog.waitFor()
    await agent.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await hasStatus(agent, 'Open')
    const path = `/conversations/${conversationId()}`
    expect((await stage.app.api.get(path)).body.status).toBe('open')

    await chooseStatus(agent, 'Resolved')
    await dialog.getByRole('button', { name: 'Send survey' }).click()
    await hasStatus(agent, 'Resolved')
    await timeline(agent).getByText('CSAT requested').waitFor()

    await customer.locator('.card').getByText('How was your support experience?').waitFor()
    await stage.shot(customer, 'live-card')
    await customer.getByRole('radio', { name: 'Excellent' }).click()
    const seen = timeline(agent).getByRole('listitem').filter({ hasText: 'CSAT submitted' })
    await seen.getByText('5 · Excellent').waitFor()
    expect(await seen.textContent()).toContain('😍')
    await customer.getByLabel('Tell us more (optional)').fill('Quick and kind')
    await customer.getByRole('button', { name: 'Send', exact: true }).click()
    await customer.getByText('Thank you!').waitFor()
    await timeline(agent).getByText('Quick and kind').waitFor()
    await stage.shot(agent, 'live-seen')
    await stage.shot(customer, 'live-thanks')
    expect(await stage.csat(conversationId())).toMatchObject({ score: 5, comment: 'Quick and kind' })
    expect([await isMarked(agent), await isMarked(customer)]).toEqual([true, true])
    await customer.context().close()
  })

  it('C3, C4, C13: resolved without a survey nothing is asked, sent later it is, and an embargo hides the answer', async () => {
    await stage.make.enable('by_hand', { question: { scale: 'emoji' } })
    const customer = await begin('Where is my parcel?')
    await writeReply(agent, 'It arrives tomorrow.')
    await chooseStatus(agent, 'Resolved')
    await agent.getByRole('button', { name: 'Resolve without survey' }).click()
    await hasStatus(agent, 'Resolved')
    expect(await stage.surveysOf(conversationId())).toEqual([])

    await openStatusMenu(agent)
    await stage.shot(agent, 'live-menu')
    await agent.getByRole('menuitem', { name: 'Send survey' }).click()
    await agent.getByText('Survey sent').waitFor()
    await timeline(agent).getByText('CSAT requested').waitFor()
    await customer.getByRole('radio', { name: 'Poor' }).click()
    await customer.getByLabel('What went wrong?').fill('Two days too late')
    await customer.getByRole('button', { name: 'Send', exact: true }).click()
    await customer.getByText('Thank you!').waitFor()
    await stage.shot(customer, 'live-low')
    expect((await stage.newestSurvey(conversationId())).state).toBe('answered')
    // What is said next is on the screen, so what is hidden would be, too.
    await writeReply(agent, 'Thank you for your answer.')
    expect(await timeline(agent).getByText('CSAT submitted').count()).toBe(0)
    expect(await timeline(agent).getByText('Two days too late').count()).toBe(0)
    await customer.context().close()
  })

  it('C3: no page threw an error', () => expect(stage.errors).toEqual([]))
})
