import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY, HOUR, MINUTE } from '../../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>
let agent: { id: string }

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  agent = await make.member('agent')
})
afterAll(() => app.close())

const LONG = 'a'.repeat(200)

async function talk(input: Record<string, unknown> = {}) {
  const conversation = await make.conversation(input)
  await make.say(conversation.id, 'contact', LONG)
  await make.say(conversation.id, 'teammate', LONG, {}, agent.id)
  return conversation
}

describe('by_hand', () => {
  beforeAll(() => make.enable('by_hand'))

  it('C1: off by default, nothing is made', async () => {
    const other = await makeTestApp()
    try {
      const settings = await other.api.get('/settings/csat')
      expect(settings.body).toMatchObject({ version: 1, preset: 'by_hand', policy: { enabled: false } })
      const conversation = await build(other).conversation()
      const { decision, survey } = await build(other).status(conversation.id, 'resolved')
      expect(decision).toMatchObject({ allowed: false, reason: 'csat_off' })
      expect(survey).toBeNull()
    } finally {
      await other.close()
    }
  })

  it('C3: resolving without a word asks nobody, resolving with a survey asks', async () => {
    const first = await talk()
    expect((await make.status(first.id, 'resolved')).decision.reason).toBe('not_by_hand')
    const second = await talk()
    const answer = await make.status(second.id, 'resolved', { survey: 'send' })
    expect(answer.decision).toMatchObject({ allowed: true, reason: null })
    expect(answer.survey).toMatchObject({ state: 'sent', channel: 'web_chat', agent_id: agent.id })
    expect(answer.survey.url).toMatch(/^http:\/\/candor\.test\/s\/[\w-]{64}$/)
  })

  it('C4, C5, C14: sent later by hand; refused while one is pending; allowed again once it is rated', async () => {
    const conversation = await talk()
    await make.status(conversation.id, 'resolved', { survey: 'skip' })
    const sent = await app.api.post(`/conversations/${conversation.id}/surveys`)
    expect(sent.status).toBe(201)
    const again = await app.api.post(`/conversations/${conversation.id}/surveys`)
    expect(again.status).toBe(409)
    expect(again.body).toMatchObject({ reason: 'pending_survey', facts: { since: expect.any(Number) } })
    expect(again.body.detail).toContain('since 2 March 2026')
    const path = new URL(sent.body.url).pathname
    expect((await app.as(null).post(path, { score: 5 })).status).toBe(200)
    expect((await app.api.post(`/conversations/${conversation.id}/surveys`)).status).toBe(201)
  })

  it('C4: not from a conversation that is still open', async () => {
    const conversation = await talk()
    const answer = await app.api.post(`/conversations/${conversation.id}/surveys`)
    expect(answer).toMatchObject({ status: 409, body: { reason: 'status_not_ended' } })
    const { body } = await app.api.get(`/conversations/${conversation.id}`)
    expect(body.survey_offer).toMatchObject({ ask_on_end: true, send_now: { visible: false } })
  })

  it('C2: a changed message holds for surveys made from then on', async () => {
    const before = await talk()
    const first = (await make.status(before.id, 'resolved', { survey: 'send' })).survey
    await app.api.put('/settings/csat', { policy: { question: { message: 'How did we do?' } } })
    const page = await app.as(null).get(new URL(first.url).pathname)
    expect(page.body).toContain('How was your support experience?')
    const after = await talk()
    const second = (await make.status(after.id, 'resolved', { survey: 'send' })).survey
    expect((await app.as(null).get(new URL(second.url).pathname)).body).toContain('How did we do?')
  })
})

describe('on_close', () => {
  beforeEach(() => make.enable('on_close'))

  it('I12: more than 250 characters, a teammate, within 7 days, one contact', async () => {
    const short = await make.conversation()
    await make.say(short.id, 'contact', 'a'.repeat(125))
    await make.say(short.id, 'teammate', 'b'.repeat(125), {}, agent.id)
    expect((await make.status(short.id, 'closed')).decision.reason).toBe('too_short')

    const alone = await make.conversation()
    await make.say(alone.id, 'contact', 'a'.repeat(300))
    expect((await make.status(alone.id, 'closed')).decision.reason).toBe('no_teammate_reply')

    const old = await talk()
    app.clock.advance(7 * DAY + MINUTE)
    expect((await make.status(old.id, 'closed')).decision.reason).toBe('too_old')

    const group = await talk()
    const second = await make.contact()
    await make.say(group.id, 'contact', 'me too', {}, second.id)
    expect((await make.status(group.id, 'closed')).decision.reason).toBe('group_conversation')

    expect((await make.status((await talk()).id, 'closed')).survey.state).toBe('sent')
  })

  it('I18: snoozing asks nobody; closing finally does', async () => {
    const conversation = await talk()
    const snoozed = await make.status(conversation.id, 'snoozed')
    expect(snoozed).toMatchObject({ decision: null, survey: null })
    expect((await make.status(conversation.id, 'closed')).survey.state).toBe('sent')
  })

  it('I18: the timeline tells until when it was snoozed', async () => {
    const { id } = await talk()
    const until = new Date(app.clock.now() + HOUR).toISOString()
    await make.status(id, 'snoozed', { snoozed_until: until })
    const { data } = (await app.api.get(`/conversations/${id}/timeline`)).body
    expect(data.at(-1)).toMatchObject({ kind: 'status_changed', data: { snoozed_until: until } })
  })

  it('I3, I4: which outbound conversations are left out', async () => {
    const outbound = await talk({ origin: 'direct_outbound' })
    expect((await make.status(outbound.id, 'closed')).survey).not.toBeNull()
    const workflow = await talk({ origin: 'workflow' })
    expect((await make.status(workflow.id, 'closed')).decision.reason).toBe('automated_outbound_excluded')
    await app.api.put('/settings/csat', {
      policy: { eligibility: { include_direct_outbound: false, include_automated_outbound: true } },
    })
    const second = await talk({ origin: 'direct_outbound' })
    expect((await make.status(second.id, 'closed')).decision.reason).toBe('direct_outbound_excluded')
    const third = await talk({ origin: 'workflow' })
    expect((await make.status(third.id, 'closed')).survey).not.toBeNull()
  })

  it('I14, I10: several asks about one teammate share one rating; later ones still go out', async () => {
    const conversation = await talk()
    const first = (await make.status(conversation.id, 'closed')).survey
    await make.status(conversation.id, 'open')
    const second = (await make.status(conversation.id, 'closed')).survey
    expect(second.id).not.toBe(first.id)
    const rated = await app.as(null).post(new URL(second.url).pathname, { score: 4, comment: 'good' })
    expect(rated.status).toBe(200)
    const { body } = await app.api.get(`/surveys?conversation_id=${conversation.id}`)
    expect(body.data.map((survey: any) => [survey.state, survey.response?.score])).toEqual([
      ['answered', 4],
      ['answered', 4],
    ])
    const locked = await app.as(null).post(new URL(first.url).pathname, { score: 1 })
    expect(locked).toMatchObject({ status: 409, body: { reason: 'comment_locked' } })
    await make.status(conversation.id, 'open')
    expect((await make.status(conversation.id, 'closed')).survey.state).toBe('sent')
  })

  it('I5, I6: rating and changing end by their own windows, independent of each other', async () => {
    await app.api.put('/settings/csat', {
      policy: { rating: { window: { from: 'ended', hours: 48 }, edit: { mode: 'window', hours: 24 } } },
    })
    const first = await talk()
    const survey = (await make.status(first.id, 'closed')).survey
    const path = new URL(survey.url).pathname
    expect((await app.as(null).post(path, { score: 2 })).status).toBe(200)
    app.clock.advance(24 * HOUR)
    const late = await app.as(null).post(path, { score: 5 })
    expect(late).toMatchObject({ status: 409, body: { reason: 'edit_window_over' } })
    expect((await app.api.get(`/conversations/${first.id}/csat`)).body.score).toBe(2)

    const second = await talk()
    const other = (await make.status(second.id, 'closed')).survey
    app.clock.advance(48 * HOUR)
    const expired = await app.as(null).post(new URL(other.url).pathname, { score: 5 })
    expect(expired).toMatchObject({ status: 410, body: { reason: 'expired' } })
  })
})

describe('after_delay', () => {
  beforeAll(() => make.enable('after_delay', { trigger: { channels: { web_chat: { enabled: true } } } }))

  it('O1: each channel has its own switch', async () => {
    const conversation = await talk({ channel: 'api' })
    expect((await make.status(conversation.id, 'resolved')).decision.reason).toBe('channel_off')
  })

  it('O2: goes out after the delay, and not when the conversation is open again', async () => {
    const conversation = await talk()
    const { survey } = await make.status(conversation.id, 'resolved')
    expect(survey).toMatchObject({ state: 'scheduled' })
    expect(Date.parse(survey.due_at) - Date.parse(survey.made_at)).toBe(5 * MINUTE)
    await app.pass(4 * MINUTE)
    const pending = async () => (await app.api.get(`/conversations/${conversation.id}`)).body.pending_survey
    expect((await app.api.get(`/surveys/${survey.id}`)).body.state).toBe('scheduled')
    expect(await pending()).toEqual({ id: survey.id, channel: survey.channel, due_at: survey.due_at })
    await app.pass(MINUTE)
    expect((await app.api.get(`/surveys/${survey.id}`)).body.state).toBe('sent')
    expect(await pending()).toBeNull()

    const reopened = await talk()
    const held = (await make.status(reopened.id, 'resolved')).survey
    await make.status(reopened.id, 'open')
    await app.pass(HOUR)
    expect((await app.api.get(`/surveys/${held.id}`)).body.state).toBe('withdrawn')
  })

  it('O10: a resend’s newer rating replaces the older one', async () => {
    const conversation = await talk()
    const { survey, decision } = await make.status(conversation.id, 'resolved')
    expect(decision.sentence).toMatch(/ in 5 minutes\.$/)
    await app.pass(5 * MINUTE)
    await app.as(null).post(new URL(survey.url).pathname, { score: 2 })
    const resent = await app.api.post(`/conversations/${conversation.id}/surveys`)
    expect(resent.status).toBe(201)
    app.clock.advance(MINUTE)
    await app.as(null).post(new URL(resent.body.url).pathname, { score: 5 })
    expect((await app.api.get(`/conversations/${conversation.id}/csat`)).body).toMatchObject({ score: 5 })
    const old = await app.as(null).post(new URL(survey.url).pathname, { score: 1 })
    expect(old).toMatchObject({ status: 409, body: { reason: 'superseded' } })
  })
})

describe('per_resolution', () => {
  beforeAll(() => make.enable('per_resolution'))

  it.each(['resolved', 'closed', 'pending_closure', 'closure_scheduled'])(
    'J1: made on entering %s',
    async (status) => {
      expect((await make.status((await talk()).id, status)).survey.state).toBe('sent')
    },
  )

  it('J12: the customer asks to close and can rate at once, before anybody resolves', async () => {
    const conversation = await talk()
    const { survey } = await make.status(conversation.id, 'pending_closure')
    expect(survey).toMatchObject({ state: 'sent', resolution: 1 })
    expect(survey.sent_at).toBe(survey.made_at)
    expect((await app.as(null).post(new URL(survey.url).pathname, { score: 4 })).status).toBe(200)
    expect((await make.status(conversation.id, 'resolved')).survey).toBeNull()
  })

  it('J2: bouncing between ended statuses asks once', async () => {
    const conversation = await talk()
    await make.status(conversation.id, 'pending_closure')
    for (const status of ['resolved', 'closed', 'resolved']) {
      expect((await make.status(conversation.id, status)).decision).toMatchObject({ reason: 'already_asked' })
    }
    expect((await app.api.get(`/surveys?conversation_id=${conversation.id}`)).body.data).toHaveLength(1)
  })

  it('J3: reopening withdraws the unanswered survey, its link says so, the next end makes a new one', async () => {
    const conversation = await talk()
    const first = (await make.status(conversation.id, 'resolved')).survey
    const opened = await make.status(conversation.id, 'open')
    expect(opened.conversation).toMatchObject({ resolution: 1, ended_at: null })
    const rating = await app.as(null).post(new URL(first.url).pathname, { score: 5 })
    expect(rating).toMatchObject({ status: 410, body: { reason: 'withdrawn' } })
    const second = (await make.status(conversation.id, 'closed')).survey
    expect(second).toMatchObject({ state: 'sent', resolution: 2 })
  })

  it('J4: an answered survey is never removed by a status change', async () => {
    const conversation = await talk()
    const { survey } = await make.status(conversation.id, 'resolved')
    await app.as(null).post(new URL(survey.url).pathname, { score: 3 })
    await make.status(conversation.id, 'open')
    expect((await app.api.get(`/surveys/${survey.id}`)).body).toMatchObject({
      state: 'answered',
      response: { score: 3 },
    })
  })

  it('J5: seven days to answer, then it is expired', async () => {
    const conversation = await talk()
    const { survey } = await make.status(conversation.id, 'resolved')
    await app.pass(7 * DAY)
    expect((await app.api.get(`/surveys/${survey.id}`)).body.state).toBe('expired')
    const rating = await app.as(null).post(new URL(survey.url).pathname, { score: 5 })
    expect(rating).toMatchObject({ status: 410, body: { reason: 'expired' } })
    const timeline = await app.api.get(`/conversations/${conversation.id}/timeline`)
    expect(timeline.body.data.map((entry: any) => entry.kind)).toContain('csat_expired')
  })

  it('O6, O11: the timeline and the contact show what was asked and answered', async () => {
    const conversation = await talk()
    const { survey } = await make.status(conversation.id, 'resolved')
    app.clock.advance(MINUTE)
    await app.as(null).post(new URL(survey.url).pathname, { score: 1, comment: 'Too slow 😡' })
    const { data } = (await app.api.get(`/conversations/${conversation.id}/timeline`)).body
    expect(data.at(-2)).toMatchObject({ kind: 'csat_requested', data: { survey_id: survey.id } })
    expect(data.at(-1)).toMatchObject({ kind: 'csat_submitted', data: { score: 1, comment: 'Too slow 😡' } })
    const contact = await app.api.get(`/contacts/${conversation.contact.id}`)
    expect(contact.body.responses).toMatchObject([{ score: 1, comment: 'Too slow 😡', agent_id: agent.id }])
  })
})
