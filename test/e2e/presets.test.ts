import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../kit/clock.ts'
import { chooseStatus, hasStatus, openStage, openStatusMenu, rate, type Stage, timeline } from './stage.ts'

let stage: Stage
let agent: Page

beforeAll(async () => {
  stage = await openStage()
  agent = await stage.signIn()
})
afterAll(() => stage.close())
// Each journey moves the clock for itself.
beforeEach(() => stage.app.clock.set(Date.now()))

/** A conversation that both sides have written in, long enough for any rule, on the agent's screen. */
async function begin(contactId?: string): Promise<string> {
  const contact = contactId ?? (await stage.make.contact({ name: 'Cleo Customer' })).id
  const { id } = await stage.make.conversation({ contact_id: contact })
  await talk(id)
  await show(id)
  return id
}

async function talk(id: string): Promise<void> {
  await stage.make.say(id, 'contact', 'My parcel has not come. '.repeat(8))
  await stage.make.say(id, 'teammate', 'I have asked the carrier. '.repeat(4), {}, stage.agentId)
}

async function show(id: string): Promise<void> {
  await agent.goto(`${stage.base}/inbox/${id}`)
  await agent.getByRole('heading', { name: 'Cleo Customer', level: 1 }).waitFor()
}

/** The agent ends or reopens the conversation on the screen. */
async function turn(status: string): Promise<void> {
  await chooseStatus(agent, status)
  await hasStatus(agent, status)
}

const openSurvey = async (id: string): Promise<Page> => stage.visit((await stage.newestSurvey(id)).url)
const states = async (id: string): Promise<string[]> =>
  (await stage.surveysOf(id)).map(({ state }: { state: string }) => state)
const entries = (title: string) => timeline(agent).getByRole('listitem').filter({ hasText: title })
const thanks = (page: Page): Promise<void> => page.getByRole('heading', { name: 'Thank you!' }).waitFor()

describe('the four presets, from the first message to what follows', () => {
  it('C3, C4, C5, C8, C14: by hand, one pending survey at a time, final, thanked for ever', async () => {
    await stage.make.enable('by_hand')
    const { id: contactId } = await stage.make.contact({ name: 'Cleo Customer' })
    const first = await begin(contactId)
    await chooseStatus(agent, 'Resolved')
    await agent.getByRole('dialog').getByRole('button', { name: 'Resolve without survey' }).click()
    await hasStatus(agent, 'Resolved')
    expect(await states(first)).toEqual([])
    await openStatusMenu(agent)
    await agent.getByRole('menuitem', { name: 'Send survey' }).click()
    await entries('CSAT requested').waitFor()

    const second = await begin(contactId)
    await chooseStatus(agent, 'Resolved')
    await agent.getByRole('dialog').getByRole('button', { name: 'Send survey' }).click()
    const since = new Date((await stage.newestSurvey(first)).made_at).getUTCFullYear()
    const notice = agent.getByText('A survey is still waiting for this customer’s answer, since').first()
    await notice.waitFor()
    expect(await notice.textContent()).toMatch(new RegExp(`since \\d+ \\w+ ${since}, \\d\\d:\\d\\d UTC\\.$`))
    await stage.shot(agent, 'by-hand-refused')
    expect(await states(second)).toEqual([])

    const customer = await openSurvey(first)
    await rate(customer, 'Good', 'Quick')
    await thanks(customer)
    await stage.app.pass(400 * DAY)
    await customer.reload()
    await thanks(customer)
    await stage.shot(customer, 'by-hand-thanks')
    expect(await customer.getByRole('radio').count()).toBe(0)
    expect(await customer.getByText('Change my rating').count()).toBe(0)

    await agent.reload()
    await openStatusMenu(agent)
    await agent.getByRole('menuitem', { name: 'Send survey' }).click()
    await entries('CSAT requested').waitFor()
    expect(await states(second)).toEqual(['sent'])
    await customer.context().close()
  })

  it('I5, I6: on close, a page left open past a window is refused, and nothing of it is recorded', async () => {
    await stage.make.enable('on_close', {
      rating: { window: { from: 'ended', hours: 24 }, edit: { mode: 'window', hours: 48 } },
    })
    const changed = await begin()
    await turn('Closed')
    await entries('CSAT requested').waitFor()
    const late = await openSurvey(changed)
    await rate(late, 'Good')
    await thanks(late)
    await late.getByRole('link', { name: 'Change my rating' }).click()
    await late.getByRole('link', { name: 'Keep my rating' }).waitFor()

    const missed = await begin()
    await turn('Closed')
    const later = await openSurvey(missed)
    await stage.app.pass(25 * HOUR)
    await rate(later, 'Excellent')
    await later.getByRole('heading', { name: 'This survey has ended' }).waitFor()
    expect(await stage.csat(missed)).toBeNull()
    await stage.shot(later, 'on-close-ended')

    // I6 is independent of I5: 25 hours on, the rating may still change; 50 hours on, it may not.
    await rate(late, 'Okay')
    await thanks(late)
    await late.getByRole('link', { name: 'Change my rating' }).click()
    await late.getByRole('link', { name: 'Keep my rating' }).waitFor()
    await stage.app.pass(25 * HOUR)
    await rate(late, 'Terrible')
    await late.getByText('The rating can no longer be changed. Your earlier answer stands.').waitFor()
    await stage.shot(late, 'on-close-change-over')
    expect(await stage.csat(changed)).toMatchObject({ score: 3 })
    await show(changed)
    await entries('CSAT updated').waitFor()
    expect(await timeline(agent).getByText('Terrible').count()).toBe(0)
    await late.context().close()
    await later.context().close()
  })

  it('I10, I14, I18: on close, a comment locks; two asks about one teammate share one rating', async () => {
    await stage.make.enable('on_close')
    const id = await begin()
    await turn('Closed')
    await entries('CSAT requested').waitFor()
    await turn('Open')
    await talk(id)
    await agent.getByRole('button', { name: /^Status: / }).click()
    await agent.getByRole('menuitem', { name: 'Snooze…' }).hover()
    await agent.getByRole('menuitem', { name: /^Next week/ }).click()
    await hasStatus(agent, 'Snoozed')
    expect(await states(id)).toEqual(['sent'])
    await turn('Closed')
    await expect.poll(() => states(id)).toEqual(['sent', 'sent'])
    const [first, second] = await stage.surveysOf(id)

    const customer = await stage.visit(second.url)
    await rate(customer, 'Good', 'Kind, and quick at last')
    await thanks(customer)
    expect(await customer.getByText('Change my rating').count()).toBe(0)
    await customer.goto(first.url)
    await thanks(customer)
    // It thanks there too; what was said is shown only at the link where it was said (C13).
    expect(await customer.getByText('Kind, and quick at last').count()).toBe(0)
    await stage.shot(customer, 'on-close-shared')
    const [a, b] = await stage.surveysOf(id)
    expect([a.state, b.state, a.response.id]).toEqual(['answered', 'answered', b.response.id])
    const token = new URL(first.url).pathname
    expect(await stage.app.as(null).post(token, { score: 1 })).toMatchObject({
      status: 409,
      body: { reason: 'comment_locked' },
    })
    await entries('CSAT submitted').getByText('Kind, and quick at last').waitFor()
    expect(await entries('CSAT submitted').count()).toBe(1)

    // I10: locked or not, the next close asks again.
    await turn('Open')
    await talk(id)
    await turn('Closed')
    await expect.poll(() => states(id)).toEqual(['answered', 'answered', 'sent'])
    await stage.shot(agent, 'on-close-timeline')
    await customer.context().close()
  })

  it('O2, O5, O10: after a delay, a low score asks for words, and the newest rating wins', async () => {
    await stage.make.enable('after_delay', { trigger: { channels: { web_chat: { enabled: true } } } })
    const id = await begin()
    await turn('Resolved')
    await stage.app.pass(4 * MINUTE)
    expect(await states(id)).toEqual(['scheduled'])
    expect(await entries('CSAT requested').count()).toBe(0)
    await agent.getByText(/^CSAT goes out at \d\d:\d\d in web chat$/).waitFor()
    await stage.shot(agent, 'after-delay-pending')
    await stage.app.pass(2 * MINUTE)
    await entries('CSAT requested').waitFor()
    await agent.getByText('CSAT goes out').waitFor({ state: 'detached' })

    const customer = await openSurvey(id)
    const { url: oldLink } = await stage.newestSurvey(id)
    await customer.locator('.choice', { hasText: 'Terrible' }).click()
    await customer.getByText('What went wrong?').waitFor()
    expect(await customer.getByText('Skip').count()).toBe(0)
    await stage.shot(customer, 'after-delay-low')
    await customer.getByRole('button', { name: 'Send' }).click()
    await customer.getByText('Your rating is saved.').waitFor()
    await customer.getByText('Skip').waitFor()
    await customer.locator('#comment').fill('The parcel was empty')
    await customer.getByRole('button', { name: 'Send' }).click()
    await thanks(customer)
    await entries('The parcel was empty').getByText('1 · Terrible').waitFor()

    await openStatusMenu(agent)
    await agent.getByRole('menuitem', { name: 'Send survey' }).click()
    await expect.poll(() => states(id)).toEqual(['answered', 'sent'])
    const again = await openSurvey(id)
    await rate(again, 'Excellent', 'All put right')
    await thanks(again)
    await entries('All put right').getByText('5 · Excellent').waitFor()
    expect(await stage.csat(id)).toMatchObject({ score: 5, comment: 'All put right' })
    const stale = await stage.app.as(null).post(new URL(oldLink).pathname, { score: 2 })
    expect(stale).toMatchObject({ status: 409, body: { reason: 'superseded' } })
    await stage.shot(agent, 'after-delay-timeline')
    await customer.context().close()
    await again.context().close()
  })

  it('J1, J2, J3, J4, J12: per resolution, bouncing asks once, reopening withdraws, an answer stays', async () => {
    await stage.make.enable('per_resolution')
    const id = await begin()
    await turn('Pending closure')
    await entries('CSAT requested').waitFor()
    await turn('Resolved')
    await turn('Closed')
    expect(await states(id)).toEqual(['sent'])

    const customer = await openSurvey(id)
    const { url } = await stage.newestSurvey(id)
    await turn('Open')
    await entries('CSAT withdrawn').waitFor()
    await rate(customer, 'Good')
    await customer.getByRole('heading', { name: 'This survey was withdrawn' }).waitFor()
    await customer.goto(`${url}?score=5`)
    await customer.getByRole('heading', { name: 'This survey was withdrawn' }).waitFor()
    await stage.shot(customer, 'per-resolution-withdrawn')
    expect(await stage.csat(id)).toBeNull()

    await turn('Resolved')
    await expect.poll(() => states(id)).toEqual(['withdrawn', 'sent'])
    await customer.goto((await stage.newestSurvey(id)).url)
    await rate(customer, 'Excellent')
    await thanks(customer)
    await turn('Open')
    await turn('Closure scheduled')
    await expect.poll(() => states(id)).toEqual(['withdrawn', 'answered', 'sent'])
    expect(await stage.csat(id)).toMatchObject({ score: 5 })
    await stage.shot(agent, 'per-resolution-timeline')
    await customer.context().close()
  })

  it('J5: per resolution, seven days to answer, then the page and the link say that it is over', async () => {
    await stage.make.enable('per_resolution')
    const id = await begin()
    await turn('Resolved')
    const customer = await openSurvey(id)
    const { url } = await stage.newestSurvey(id)
    await stage.app.pass(7 * DAY - HOUR)
    await customer.reload()
    await customer.locator('.choice', { hasText: 'Good' }).waitFor()
    await stage.app.pass(2 * HOUR)
    await entries('CSAT expired without an answer').waitFor()
    await rate(customer, 'Good')
    await customer.getByRole('heading', { name: 'This survey has ended' }).waitFor()
    await customer.goto(url)
    await customer.getByRole('heading', { name: 'This survey has ended' }).waitFor()
    await stage.shot(customer, 'per-resolution-expired')
    expect([await states(id), await stage.csat(id)]).toEqual([['expired'], null])
    await customer.context().close()
  })

  it('C3: no page threw an error', () => expect(stage.errors).toEqual([]))
})
