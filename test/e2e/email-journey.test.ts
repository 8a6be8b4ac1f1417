import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { visitorToken } from '../../src/customers/visitor.ts'
import { arrive, mailWith } from '../kit/incoming-mail.ts'
import { type MailServer, type ReceivedMail, startMailServer } from '../kit/mail.ts'
import { findings } from './looks.ts'
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

describe('a mail that comes in', () => {
  it('C15: its files stand under it, are saved by a click, and what was left out is named', async () => {
    const photo = await agent.screenshot({ clip: { x: 0, y: 0, width: 400, height: 300 } })
    const report = Buffer.from('%PDF-1.4 the lid leaks')
    const pdf = 'Report on the kettle that leaks at its lid, and what became of it, in full.pdf'
    const source = mailWith({
      from: 'Rosa Reed <rosa@customer.example>',
      id: 'kettle.1',
      subject: 'Kettle with pictures',
      body: 'Here is what it looks like.',
      files: [
        { name: 'kettle.png', content: photo, type: 'image/png' },
        { name: pdf, content: report },
        { name: 'film.zip', content: Buffer.alloc(11 * 2 ** 20), type: 'application/zip' },
        { name: 'logo.png', content: Buffer.from('no picture'), type: 'image/png', inline: true },
        { name: 'page.html', content: Buffer.from('<script>alert(1)</script>'), type: 'text/html' },
      ],
    })
    await arrive(stage.app, source, '1.1')
    await agent.getByRole('link', { name: 'Kettle with pictures' }).click()
    const files = timeline(agent).getByRole('list', { name: 'Attachments' })
    await files.getByRole('listitem').filter({ hasText: 'film.zip' }).getByText('12 MB').waitFor()
    await files.getByText('over 10 MB, not kept').waitFor()
    expect(await files.getByRole('link').count()).toBe(4)
    const picture = files.getByRole('link', { name: 'kettle.png' }).locator('img')
    await expect
      .poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(400)
    // What says it is a picture and is none stands there as a file.
    await expect.poll(() => files.locator('img').count()).toBe(1)
    const [download] = await Promise.all([
      agent.waitForEvent('download'),
      files.getByRole('link', { name: pdf }).click(),
    ])
    expect(download.suggestedFilename()).toBe(pdf)
    expect(await readFile(await download.path())).toEqual(report)
    const opened = await agent.context().newPage()
    const href = await files.getByRole('link', { name: 'page.html' }).getAttribute('href')
    const [saved] = await Promise.all([
      opened.waitForEvent('download'),
      // An address that is saved leads nowhere.
      opened.goto(new URL(href!, stage.base).href).catch(() => null),
    ])
    expect([saved.suggestedFilename(), opened.url()]).toEqual(['page.html', 'about:blank'])
    await opened.close()
    expect(await findings(stage, agent, 'mail-files')).toEqual([])
    await agent.getByRole('link', { name: 'Kettle with pictures' }).click()
  })

  it('J6: the customer finds them in the portal', async () => {
    const [{ id, contact }] = (await stage.app.api.get('/conversations?q=rosa@customer.example')).body.data
    const { workspaceId } = stage.app.workspace
    const token = visitorToken(stage.app.app.ctx.keys.visitors, {
      workspaceId,
      contactId: contact.id,
      signed: true,
    })
    const page = await stage.visit(`/portal/${workspaceId}?visitor=${token}`)
    await page.goto(`${stage.base}/portal/${workspaceId}/c/${id}`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'kettle.png' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('kettle.png')
    await page.getByText('Not received: too large, or too many files').waitFor()
    expect(await findings(stage, page, 'portal-files')).toEqual([])
    await page.context().close()
  })
})

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
