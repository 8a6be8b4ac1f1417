import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { HOUR, MINUTE } from '../../../test/kit/clock.ts'
import { type MailServer, startMailServer } from '../../../test/kit/mail.ts'

let smtp: MailServer
let app: TestApp
let make: ReturnType<typeof build>
let agent: { id: string }

beforeAll(async () => {
  smtp = await startMailServer()
  app = await makeTestApp({ smtpUrl: smtp.url })
  make = build(app)
  agent = await make.member('agent', { name: 'Ada Agent' })
  await make.enable('per_resolution')
  await smtp.waitFor(1)
})
afterAll(async () => {
  await app.close()
  await smtp.close()
})
beforeEach(() => {
  smtp.received.length = 0
  smtp.refuse(null)
})

async function resolved(input: Record<string, unknown> = {}) {
  const conversation = await make.conversation({ channel: 'email', subject: 'My parcel', ...input })
  await make.say(conversation.id, 'contact', 'Where is it?')
  const { survey } = await make.status(conversation.id, 'resolved')
  await app.settle()
  return { conversation, survey }
}
const state = async (id: string): Promise<string> => (await app.api.get(`/surveys/${id}`)).body.state

describe('email', () => {
  it('I7, I8, A4: the survey mail is five clickable emoji with a text alternative', async () => {
    const { survey, conversation } = await resolved()
    const [{ mail, to }] = (await smtp.waitFor(1)) as [(typeof smtp.received)[number]]
    expect(to).toEqual([conversation.contact.email])
    for (const score of [1, 2, 3, 4, 5]) {
      expect(mail.html).toContain(`${survey.url}?score=${score}`)
      expect(mail.text).toContain(`${survey.url}?score=${score}`)
    }
    expect(mail.subject).toContain('My parcel')
    expect(await state(survey.id)).toBe('sent')
  })

  it('I7: carries one-click unsubscribe, threading, and a message id that every attempt shares', async () => {
    const { survey, conversation } = await resolved()
    const [{ mail }] = (await smtp.waitFor(1)) as [(typeof smtp.received)[number]]
    const header = (key: string) => mail.headers.find((each) => each.key === key)?.value
    expect(header('list-unsubscribe')).toBe(`<${survey.url}/unsubscribe>`)
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(mail.messageId).toBe(`<survey.${survey.id}@acme.test>`)
    expect(mail.inReplyTo).toBe(`<conversation.${conversation.id}@acme.test>`)
  })

  it('A5: who unsubscribed is not asked any more, and the reason says so', async () => {
    const contact = await make.contact()
    const { survey } = await resolved({ contact_id: contact.id })
    const path = `${new URL(survey.url).pathname}/unsubscribe`
    const page = await app.as(null).get(path)
    expect(page.body).toContain('<form')
    expect((await app.api.get(`/contacts/${contact.id}`)).body.unsubscribed_at).toBeNull()
    const server = await app.app.server()
    const done = await server.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'List-Unsubscribe=One-Click',
    })
    expect(done.statusCode).toBe(200)
    const next = await make.conversation({ channel: 'email', contact_id: contact.id })
    expect((await make.status(next.id, 'resolved')).decision.reason).toBe('unsubscribed')
  })

  it('O3: a temporary refusal is tried again and sent once', async () => {
    smtp.refuse(451)
    const { survey } = await resolved()
    expect(await state(survey.id)).toBe('scheduled')
    smtp.refuse(null)
    await app.pass(MINUTE)
    await smtp.waitFor(1)
    await app.pass(10 * MINUTE)
    expect(smtp.received).toHaveLength(1)
    expect(await state(survey.id)).toBe('sent')
  })

  it('A5, O3: killed while the server had it, it does not go again by itself; a person may send the same mail', async () => {
    const { survey } = await resolved()
    const { db } = app.app.ctx
    // As it stood at that moment: the attempt begun, its result unknown, the job still there.
    await db
      .updateTable('surveys')
      .set({ state: 'scheduled', sent_at: null })
      .where('id', '=', survey.id)
      .execute()
    await db
      .updateTable('deliveries')
      .set({ state: 'started', provider_id: null, finished_at: null })
      .where('survey_id', '=', survey.id)
      .execute()
    await app.app.handlers.send_survey!({ workspace_id: app.workspace.workspaceId, id: survey.id })
    await app.pass(HOUR)
    expect(smtp.received).toHaveLength(1)
    expect(await state(survey.id)).toBe('failed')
    const [dead] = (await app.api.get('/deliveries?state=dead')).body.data
    expect(dead).toMatchObject({ survey_id: survey.id, state: 'unknown', reason: 'no_answer' })
    expect(dead.error).toContain('We do not know whether it arrived')
    await app.api.post(`/surveys/${survey.id}/retry`)
    await app.settle()
    const mails = await smtp.waitFor(2)
    expect(new Set(mails.map(({ mail }) => mail.messageId)).size).toBe(1)
    expect(new Set(mails.map(({ mail }) => mail.html)).size).toBe(1)
    expect(await state(survey.id)).toBe('sent')
  })

  it('O3: a server that hangs up after the whole mail may have it; before that it has nothing', async () => {
    smtp.refuse('hang_up', 'address')
    const before = (await resolved()).survey
    smtp.refuse('hang_up')
    const after = (await resolved()).survey
    smtp.refuse(null)
    for (let minutes = 0; minutes < 90; minutes += 10) await app.pass(10 * MINUTE)
    expect([await state(before.id), await state(after.id)]).toEqual(['sent', 'failed'])
    expect(smtp.received).toHaveLength(1)
    // The next one on a connection that the server has closed meanwhile goes out all the same.
    const next = (await resolved()).survey
    expect(await state(next.id)).toBe('sent')
  })

  it('O3: a final refusal fails the survey with the server’s words, visible in the timeline', async () => {
    smtp.refuse(550)
    const { survey, conversation } = await resolved()
    expect(await state(survey.id)).toBe('failed')
    const { data } = (await app.api.get(`/conversations/${conversation.id}/timeline`)).body
    expect(data.at(-1)).toMatchObject({
      kind: 'csat_failed',
      data: { reason: 'refused', sentence: expect.stringContaining('not now') },
    })
  })

  it('O3: without an address there is nothing to send to', async () => {
    const contact = await make.contact({ email: null })
    const conversation = await make.conversation({ channel: 'email', contact_id: contact.id })
    expect((await make.status(conversation.id, 'resolved')).decision.reason).toBe('no_address')
  })

  it('C6: an agent’s reply goes out by mail, a recorded one does not', async () => {
    const conversation = await make.conversation({ channel: 'email', subject: 'My parcel' })
    await make.say(conversation.id, 'teammate', 'It is on its way.', {}, agent.id)
    await make.say(
      conversation.id,
      'teammate',
      'Said elsewhere.',
      { sent_at: '2026-03-01T00:00:00Z' },
      agent.id,
    )
    await app.settle()
    const mails = await smtp.waitFor(1)
    expect(mails).toHaveLength(1)
    expect(mails[0]!.mail.text).toContain('It is on its way.')
    const { data } = (await app.api.get(`/conversations/${conversation.id}/timeline`)).body
    expect(data.find((entry: any) => entry.data.body === 'It is on its way.').data.delivery).toBe('accepted')
  })

  it('C2, O12: a custom message takes the place of the default intro', async () => {
    await app.api.put('/settings/csat', { policy: { question: { message: 'Did Ada help?' } } })
    await resolved()
    const [{ mail }] = (await smtp.waitFor(1)) as [(typeof smtp.received)[number]]
    expect(mail.html).toContain('Did Ada help?')
    expect(mail.text).toContain('Did Ada help?')
  })
})
