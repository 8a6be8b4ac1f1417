import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { portalBrowser } from '../../test/kit/portal.ts'
import { createWorkspace } from '../access/create-workspace.ts'
import { visitorToken } from '../customers/visitor.ts'

let app: TestApp
let make: ReturnType<typeof build>
let agent: { id: string }
beforeAll(async () => {
  app = await makeTestApp({ smtpUrl: 'smtp://127.0.0.1:9' })
  make = build(app)
  await make.enable('per_resolution')
  agent = await make.member()
})
afterAll(() => app.close())

const tokenOf = (contactId: string, workspaceId = app.workspace.workspaceId) =>
  visitorToken(app.app.ctx.keys.visitors, { workspaceId, contactId, signed: true })

async function customer() {
  const contact = await make.contact()
  const browser = portalBrowser(app)
  await browser.enter(tokenOf(contact.id))
  return { contact, browser }
}

async function talk(contactId: string, subject: string, channel = 'web_chat') {
  const conversation = await make.conversation({ contact_id: contactId, subject, channel })
  await make.say(conversation.id, 'contact', 'My grinder is broken')
  await make.say(conversation.id, 'teammate', 'A new one is on its way', {}, agent.id)
  return conversation as { id: string }
}

const key = () => `key-${Math.random().toString(36).slice(2).padEnd(12, 'x')}`
const surveyOf = (html: string) => /\/surveys\/([0-9a-f-]{36})"/.exec(html)?.[1]

describe('the portal', () => {
  it('C9: is neither indexed nor cached nor framed, and runs no foreign script', async () => {
    const { headers, html, status } = await portalBrowser(app).get('')
    expect(status).toBe(200)
    expect(html).toContain('<meta name="robots" content="noindex, nofollow" />')
    expect(headers).toMatchObject({
      'x-robots-tag': 'noindex, nofollow',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
    })
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(html).not.toMatch(/<script(?! src)|<style|\son\w+=/)
  })

  it('J6: lists the contact’s own conversations on every channel, what is new first', async () => {
    const { contact, browser } = await customer()
    await talk(contact.id, 'First')
    app.clock.advance(1000)
    const second = await talk(contact.id, 'Second', 'email')
    const { html } = await browser.get('')
    expect(html.indexOf('Second')).toBeGreaterThan(0)
    expect(html.indexOf('Second')).toBeLessThan(html.indexOf('First'))
    expect(html.match(/New reply/g)).toHaveLength(2)
    app.clock.advance(1000)
    await browser.get(`/c/${second.id}`)
    expect((await browser.get('')).html.match(/New reply/g)).toHaveLength(1)
  })

  it('J6: many conversations come in pages', async () => {
    const { contact, browser } = await customer()
    for (let n = 1; n <= 21; n++) {
      app.clock.advance(1000)
      await make.conversation({ contact_id: contact.id, subject: `Case ${n} of many` })
    }
    const first = (await browser.get('')).html
    expect(first).toContain('Case 21 of many')
    expect(first).not.toContain('Case 1 of many')
    const next = /href="([^"]+\?cursor=[^"]+)"/.exec(first)![1]!
    expect((await browser.get(next)).html).toContain('Case 1 of many')
    expect((await browser.get('?cursor=nonsense')).html).toContain('Case 21 of many')
  })

  it('J6: shows a conversation whole, and whatever is in it stays text', async () => {
    const { contact, browser } = await customer()
    const { id } = await talk(contact.id, '<b>Bold</b>')
    await make.say(id, 'teammate', '<script>alert(1)</script> see https://a.test/x', {}, agent.id)
    const { html } = await browser.get(`/c/${id}`)
    expect(html).toContain('My grinder is broken')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).toContain('href="https://a.test/x"')
    expect(html).not.toContain('<b>')
  })

  it('J3: a reply counts once and opens the conversation again', async () => {
    const { contact, browser } = await customer()
    const { id } = await talk(contact.id, 'Again')
    await make.status(id, 'resolved')
    await browser.get(`/c/${id}`)
    const fields = { body: 'It broke\r\nagain', key: key() }
    const { html } = await browser.submit(`/c/${id}/reply`, fields)
    await browser.submit(`/c/${id}/reply`, fields)
    expect(html).toContain('It broke')
    const conversation = (await app.api.get(`/conversations/${id}`)).body
    expect([conversation.status, conversation.message_count]).toEqual(['open', 3])
    const surveys = (await app.api.get(`/surveys?conversation_id=${id}`)).body.data
    expect(surveys.map((survey: { state: string }) => survey.state)).toEqual(['withdrawn'])
    const { data } = (await app.api.get(`/conversations/${id}/timeline`)).body
    const said = data.find(({ data: { body } }: any) => body === 'It broke\nagain')
    expect(said.actor).toMatchObject({ kind: 'contact', id: contact.id })
  })

  it('J3: an empty reply is not sent, one that is too long is kept for mending', async () => {
    const { contact, browser } = await customer()
    const { id } = await talk(contact.id, 'Short')
    await browser.get(`/c/${id}`)
    expect((await browser.postForm(`/c/${id}/reply`, { body: '  ', key: key() })).status).toBe(422)
    const long = await browser.postForm(`/c/${id}/reply`, { body: 'x'.repeat(5001), key: key() })
    expect([long.status, long.html.includes('x'.repeat(5001))]).toEqual([422, true])
    expect((await app.api.get(`/conversations/${id}`)).body.message_count).toBe(2)
  })
})

describe('ratings in the portal', () => {
  it.each(['web_chat', 'email'])(
    'J12: whoever closes a conversation of %s himself is asked at once, and nowhere else',
    async (channel) => {
      const { contact, browser } = await customer()
      const { id } = await talk(contact.id, 'Closing', channel)
      await browser.get(`/c/${id}`)
      const { html } = await browser.submit(`/c/${id}/close`)
      expect(html).toContain('You have closed this conversation.')
      const survey = surveyOf(html)!
      expect((await app.api.get(`/conversations/${id}`)).body.status).toBe('pending_closure')
      await app.settle()
      const { body } = await app.api.get(`/surveys/${survey}`)
      expect([body.state, body.channel]).toEqual(['sent', channel])
      const { data } = (await app.api.get(`/conversations/${id}/timeline`)).body
      // In the chat it is asked as well, where the conversation was held.
      const place = channel === 'web_chat' ? undefined : 'portal'
      expect(data.find((each: any) => each.kind === 'csat_requested').data.place).toBe(place)
      const { rows } = await app.app.pool.query('select 1 from deliveries where survey_id = $1', [survey])
      expect(rows).toEqual([])
    },
  )

  it('J12: closing what is closed already changes nothing', async () => {
    const { contact, browser } = await customer()
    const { id } = await talk(contact.id, 'Twice')
    await make.status(id, 'resolved')
    await browser.get(`/c/${id}`)
    await browser.submit(`/c/${id}/close`)
    expect((await app.api.get(`/conversations/${id}`)).body.status).toBe('resolved')
  })

  it('J6: what waits stands in the bell and on the conversation, until it is rated there', async () => {
    const { contact, browser } = await customer()
    const { id } = await talk(contact.id, 'To be rated')
    await make.status(id, 'resolved')
    const list = (await browser.get('')).html
    expect(list).toContain('Ratings waiting: 1')
    expect(list).toContain(`/c/${id}#rate`)
    expect(list).toContain('A rating is waiting for you')
    const survey = surveyOf((await browser.get(`/c/${id}`)).html)!
    const rated = await browser.submit(`/c/${id}/surveys/${survey}`, {
      score: '5',
      comment: 'Swift',
      step: 'rate',
    })
    expect(rated.html).toContain('Thank you!')
    expect(rated.html).toContain('Swift')
    expect((await browser.get('')).html).toContain('No ratings are waiting')
    const { body } = await app.api.get(`/conversations/${id}/csat`)
    expect(body).toMatchObject({ score: 5, comment: 'Swift' })
  })

  it('O5: a low score is safe before words are asked for, and skipping is possible', async () => {
    const { contact, browser } = await customer()
    const { id } = await talk(contact.id, 'Low')
    await make.status(id, 'resolved')
    const survey = surveyOf((await browser.get(`/c/${id}`)).html)!
    const path = `/c/${id}/surveys/${survey}`
    const asked = await browser.submit(path, { score: '1', step: 'rate' })
    expect(asked.html).toContain('What went wrong?')
    expect((await app.api.get(`/conversations/${id}/csat`)).body.score).toBe(1)
    expect((await browser.get(path)).html).toContain('Thank you!')
    const said = await browser.submit(path, { score: '1', comment: 'Too slow', step: 'comment' })
    expect(said.html).toContain('Too slow')
  })

  it('J9: a malformed answer is asked for again', async () => {
    const { contact, browser } = await customer()
    const { id } = await talk(contact.id, 'Wrong')
    await make.status(id, 'resolved')
    const survey = surveyOf((await browser.get(`/c/${id}`)).html)!
    const answer = await browser.postForm(`/c/${id}/surveys/${survey}`, { comment: 'No score', step: 'rate' })
    expect(answer.status).toBe(422)
    expect(answer.html).toContain('Please choose a rating.')
    expect(answer.html).toContain('No score')
  })

  it('C8: where a rating is final it cannot be changed, and says so', async () => {
    const { contact, browser } = await customer()
    const { id } = await talk(contact.id, 'Final')
    await make.status(id, 'resolved')
    const survey = surveyOf((await browser.get(`/c/${id}`)).html)!
    await browser.submit(`/c/${id}/surveys/${survey}`, { score: '5', comment: 'Good', step: 'rate' })
    const again = await browser.postForm(`/c/${id}/surveys/${survey}`, { score: '1', step: 'rate' })
    expect(again.status).toBe(409)
    expect(again.html).toContain('You have already answered this survey.')
    expect((await app.api.get(`/conversations/${id}/csat`)).body.score).toBe(5)
    expect((await browser.get(`/c/${id}`)).html).not.toContain('?change=1')
  })
})

describe('what is not one’s own', () => {
  it('J6: another contact’s conversation is not there, whatever is done to it', async () => {
    const other = await customer()
    const theirs = await talk(other.contact.id, 'A secret of theirs')
    await make.status(theirs.id, 'resolved')
    const survey = surveyOf((await other.browser.get(`/c/${theirs.id}`)).html)!
    const { browser } = await customer()
    expect((await browser.get('')).html).not.toContain('A secret of theirs')
    for (const path of [`/c/${theirs.id}`, `/c/${theirs.id}/surveys/${survey}`, '/c/nonsense']) {
      const { status, html } = await browser.get(path)
      expect([path, status]).toEqual([path, 404])
      expect(html).not.toContain('A secret of theirs')
    }
    const forms = { reply: { body: 'x', key: key() }, close: {}, [`surveys/${survey}`]: { score: '1' } }
    for (const [path, fields] of Object.entries(forms)) {
      expect((await browser.postForm(`/c/${theirs.id}/${path}`, fields)).status).toBe(404)
    }
    const mine = await talk((await customer()).contact.id, 'Mine')
    expect((await browser.postForm(`/c/${mine.id}/surveys/${survey}`, { score: '1' })).status).toBe(404)
    expect((await app.api.get(`/conversations/${theirs.id}/csat`)).body).toBeNull()
  })

  it('J6: a session is good in its own workspace only', async () => {
    const { contact, browser } = await customer()
    const made = await createWorkspace(app.app.ctx, app.app.auth, {
      workspace: 'Elsewhere',
      ownerName: 'E',
      ownerEmail: `e${Math.random()}@elsewhere.test`,
      ownerPassword: 'another long password',
    })
    const elsewhere = made.ok ? made.value.workspaceId : ''
    const { html } = await browser.get(`/portal/${elsewhere}`)
    expect(html).toContain('Send me a link')
    expect(html).not.toContain('Sign out')
    const stranger = portalBrowser(app, elsewhere)
    expect((await stranger.get(`?visitor=${tokenOf(contact.id)}`)).status).toBe(401)
    expect((await stranger.get(`?visitor=${tokenOf(contact.id, elsewhere)}`)).status).toBe(401)
    expect((await app.as(null).get('/portal/not-a-workspace')).status).toBe(404)
  })

  it('J6: forged cookies and tokens open nothing', async () => {
    const { contact, browser } = await customer()
    const [id, secret] = browser.jar.get('candor_portal')!.split('.')
    const cookies = [
      `${id}.${'A'.repeat(43)}`,
      `${id}.`,
      `.${secret}`,
      secret!,
      `${contact.id}.${secret}`,
      'x.y',
      `${'-'.repeat(36)}.x`,
    ]
    for (const cookie of cookies) {
      const { html } = await portalBrowser(app).get('', { cookie: `candor_portal=${cookie}` })
      expect([cookie, html.includes('Send me a link')]).toEqual([cookie, true])
    }
    const token = tokenOf(contact.id)
    const forged = token.slice(0, -3) + (token.endsWith('AAA') ? 'BBB' : 'AAA')
    expect((await portalBrowser(app).get(`?visitor=${forged}`)).status).toBe(401)
  })

  it('J6: signing out ends the session for good', async () => {
    const { browser } = await customer()
    const cookie = `candor_portal=${browser.jar.get('candor_portal')}`
    await browser.get('')
    const out = await browser.submit('/sign-out')
    expect(out.html).toContain('Send me a link')
    expect((await portalBrowser(app).get('', { cookie })).html).toContain('Send me a link')
  })

  it('J6: a form of another page changes nothing', async () => {
    const { contact, browser } = await customer()
    const { id } = await talk(contact.id, 'Guarded')
    await browser.get(`/c/${id}`)
    const fields = { body: 'Not me', key: key() }
    const answers = [
      await browser.postForm(`/c/${id}/reply`, { ...fields, check: '' }),
      await browser.postForm(`/c/${id}/reply`, { ...fields, check: 'x'.repeat(32) }),
      await browser.postForm(`/c/${id}/reply`, fields, { 'sec-fetch-site': 'cross-site' }),
      await browser.postForm(`/c/${id}/close`, {}, { 'sec-fetch-site': 'same-site' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    const conversation = (await app.api.get(`/conversations/${id}`)).body
    expect([conversation.status, conversation.message_count]).toEqual(['open', 2])
  })

  it('J6: without a session nothing is read and nothing written', async () => {
    const { contact } = await customer()
    const { id } = await talk(contact.id, 'Hidden subject')
    const nobody = portalBrowser(app)
    expect((await nobody.get(`/c/${id}`)).html).not.toContain('Hidden subject')
    expect((await nobody.postForm(`/c/${id}/reply`, { body: 'x', key: key() })).status).toBe(401)
    expect((await nobody.get('/events')).status).toBe(401)
  })
})
