import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MailServer, type ReceivedMail, startMailServer } from '../kit/mail.ts'
import {
  chooseStatus,
  hasStatus,
  openStage,
  openStatusMenu,
  type Stage,
  timeline,
  writeReply,
} from './stage.ts'

/** By hand; who answers in the conversation sees the answer at once. */
const POLICY = {
  question: { scale: 'emoji' },
  visibility: {
    embargo_hours: 0,
    individual_roles: ['owner', 'admin', 'lead', 'agent'],
    score_in_timeline: true,
  },
}

let mail: MailServer
let stage: Stage
let agent: Page

beforeAll(async () => {
  mail = await startMailServer()
  stage = await openStage({ mail })
  agent = await stage.signIn()
  await stage.make.enable('by_hand', POLICY)
})
afterAll(async () => {
  await stage.close()
  await mail.close()
})

/** Runs what is queued and waits for a mail to this customer that was not there before. */
async function nextMail(to: string): Promise<ReceivedMail> {
  const known = mail.received.filter((each) => each.to.includes(to)).length
  await stage.app.settle()
  const mails = mail.received.filter((each) => each.to.includes(to))
  expect(mails).toHaveLength(known + 1)
  return mails.at(-1)!
}

/** Every address a scanner finds in a mail: both parts, and the header. */
function linksOf({ mail: { html, text, headers } }: ReceivedMail): string[] {
  const header = headers.find(({ key }) => key === 'list-unsubscribe')!.value
  const all = [html, text, header].flatMap((part) => part?.match(/https?:\/\/[^\s"'<>]+/g) ?? [])
  return [...new Set(all.map((link) => link.replaceAll('&amp;', '&')))]
}

/** A customer has written by mail; the agent has it on the screen, answers and resolves it with a survey. */
async function asked(subject: string): Promise<{ id: string; email: string; survey: ReceivedMail }> {
  const contact = await stage.make.contact({ name: 'Mina Park' })
  const { id } = await stage.make.conversation({ channel: 'email', contact_id: contact.id, subject })
  await stage.make.say(id, 'contact', 'The kettle leaks.')
  await agent.getByRole('link', { name: subject }).click()
  await timeline(agent).getByText('The kettle leaks.').waitFor()
  await writeReply(agent, 'A new lid is on its way.')
  const answer = await nextMail(contact.email)
  expect(answer.mail.text).toContain('A new lid is on its way.')
  await chooseStatus(agent, 'Resolved')
  await agent.getByRole('dialog').getByRole('button', { name: 'Send survey' }).click()
  await hasStatus(agent, 'Resolved')
  const survey = await nextMail(contact.email)
  return { id, email: contact.email, survey }
}

const scoreLink = (survey: ReceivedMail, score: number): string =>
  linksOf(survey).find((link) => link.endsWith(`?score=${score}`))!

describe('a survey by email', () => {
  it('I8, A4, O3: scanners open every link and rate nothing; the customer clicks, confirms, comments', async () => {
    const { id, survey } = await asked('Leaking kettle')
    await timeline(agent).getByText('CSAT requested').waitFor()
    expect(survey.mail.subject).toContain('Rate your experience')
    const links = linksOf(survey)
    for (const score of [1, 2, 3, 4, 5]) expect(scoreLink(survey, score)).toContain('/s/')
    expect(links.length).toBeGreaterThanOrEqual(7)

    for (const link of links) {
      for (const method of ['HEAD', 'GET']) expect((await fetch(link, { method })).status).toBe(200)
    }
    const scanner = await stage.visit('about:blank')
    for (const link of links) await scanner.goto(link, { waitUntil: 'networkidle' })
    await scanner.context().close()
    expect(await stage.csat(id)).toBeNull()
    expect((await stage.newestSurvey(id)).state).toBe('sent')
    const [contact] = (await stage.app.api.get('/contacts?q=Mina')).body.data
    expect(contact.unsubscribed_at).toBeNull()

    const reader = await stage.visit('about:blank')
    await reader.setContent(survey.mail.html!)
    await stage.shot(reader, 'mail-received')
    await reader.goto(scoreLink(survey, 5))
    expect(await reader.getByRole('radio', { name: 'Excellent' }).isChecked()).toBe(true)
    await stage.shot(reader, 'mail-preselected')
    await reader.locator('#comment').fill('The lid fits')
    await reader.getByRole('button', { name: 'Send' }).click()
    await reader.getByRole('heading', { name: 'Thank you!' }).waitFor()
    await stage.shot(reader, 'mail-thanks')
    const submitted = timeline(agent).getByRole('listitem').filter({ hasText: 'CSAT submitted' })
    await submitted.getByText('The lid fits').waitFor()
    await submitted.getByText('5 · Excellent').waitFor()
    await stage.shot(agent, 'mail-timeline')

    // C8: whichever link is opened later, it thanks and asks no more.
    await reader.goto(scoreLink(survey, 1))
    await reader.getByRole('heading', { name: 'Thank you!' }).waitFor()
    expect(await reader.getByRole('radio').count()).toBe(0)
    expect(await reader.getByText('Excellent').count()).toBe(1)
    expect(await stage.csat(id)).toMatchObject({ score: 5, comment: 'The lid fits' })
    await reader.context().close()
  })

  it('A4: without JavaScript the click in the mail and one tap are enough', async () => {
    const { id, survey } = await asked('Kettle, once more')
    const reader = await stage.visit('about:blank', { javaScriptEnabled: false })
    await reader.goto(scoreLink(survey, 2))
    await reader.getByRole('button', { name: 'Send' }).click()
    await reader.getByText('What went wrong?').waitFor()
    await stage.shot(reader, 'mail-plain')
    await reader.getByRole('link', { name: 'Skip' }).click()
    await reader.getByRole('heading', { name: 'Thank you!' }).waitFor()
    expect(await stage.csat(id)).toMatchObject({ score: 2, comment: null })
    await reader.context().close()
  })

  it('C5, A5: one click in the mail program unsubscribes, and a later survey is refused, with its reason', async () => {
    const { id, email, survey } = await asked('Kettle, the end')
    const headers = new Map(survey.mail.headers.map(({ key, value }) => [key, value]))
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    const address = headers.get('list-unsubscribe')!.replace(/^<(.*)>$/, '$1')
    const oneClick = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
    expect(oneClick.status).toBe(200)
    await fetch(scoreLink(survey, 4).replace('?score=4', ''), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"score":4}',
    })
    await timeline(agent).getByText('CSAT submitted').waitFor()

    const again = await stage.app.api.post(`/conversations/${id}/surveys`)
    expect(again).toMatchObject({ status: 409, body: { reason: 'unsubscribed' } })
    await openStatusMenu(agent)
    await agent.getByRole('menuitem', { name: 'Send survey' }).click()
    await agent.getByText('No survey was sent').waitFor()
    await agent.getByText('The contact does not want to get surveys.').last().waitFor()
    await stage.shot(agent, 'mail-unsubscribed')
    const before = mail.received.length
    await stage.app.settle()
    expect(mail.received.slice(before).filter(({ to }) => to.includes(email))).toEqual([])
    expect(await stage.surveysOf(id)).toHaveLength(1)
  })

  it('A4: no page threw an error', () => expect(stage.errors).toEqual([]))
})
