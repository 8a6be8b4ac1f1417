import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelStage, setChannelStage } from '../../test/kit/channel-stage.ts'
import { DAY, HOUR, MINUTE } from '../../test/kit/clock.ts'

let stage: ChannelStage
let person = 0
let from: string

beforeAll(async () => {
  stage = await setChannelStage()
})
afterAll(() => stage.close())
beforeEach(async () => {
  from = `chat-${++person}`
  stage.provider.feel('well')
  stage.provider.given.length = 0
  await stage.make.enable('per_resolution')
})

const says = (body: string, more: object = {}) =>
  stage.tell('telegram', { kind: 'message', from, name: 'Sam Silver', body, inReplyTo: null, ...more })
const presses = (press: string, more: object = {}) =>
  stage.tell('telegram', { kind: 'press', from, press, ...more })
const sent = () => stage.provider.given.filter(({ to }) => to === from)
const contactOf = async () => {
  const all = await stage.conversations()
  const ids = [...new Set(all.map(({ contact }) => contact.id as string))]
  const contacts = await Promise.all(ids.map(async (id) => (await stage.app.api.get(`/contacts/${id}`)).body))
  return contacts.find(({ addresses }) => addresses.telegram === from)
}
const own = async () => {
  const { id } = await contactOf()
  return (await stage.conversations()).filter(({ contact }) => contact.id === id)
}
const kinds = async (id: string) => (await stage.timeline(id)).map(({ kind }) => kind)
const csat = async (id: string) => (await stage.app.api.get(`/conversations/${id}/csat`)).body

/** Written, answered, resolved, asked: the conversation and the survey's buttons. */
async function asked() {
  await says('Where is my parcel?')
  const [conversation] = await own()
  await stage.make.say(conversation.id, 'teammate', 'On its way.', {}, stage.agent.id)
  const { survey } = await stage.make.status(conversation.id, 'resolved')
  await stage.app.settle()
  const given = sent().find(({ key }) => key === survey.id)!
  stage.app.clock.advance(1000)
  return { id: conversation.id as string, survey, press: (score: number) => given.presses[score - 1]! }
}

describe('what a message brings about', () => {
  it('C15: stands before it, though it was sent before we heard of it', async () => {
    await says('Where is my parcel?', { at: stage.app.clock.now() - 3000 })
    const [{ id }] = await own()
    expect(await kinds(id)).toEqual(['conversation_created', 'message'])
    await stage.make.status(id, 'resolved')
    stage.app.clock.advance(MINUTE)
    await says('It is still not here.', { at: stage.app.clock.now() - 3000 })
    expect((await own())[0].status).toBe('open')
    const told = (await kinds(id)).filter((kind) => !kind.startsWith('csat_'))
    expect(told.slice(-3)).toEqual(['status_changed', 'status_changed', 'message'])
    // What was sent before the end, and came after it, opens it all the same.
    await stage.make.status(id, 'resolved')
    await says('Do you hear me?', { at: stage.app.clock.now() - 3000 })
    expect((await own())[0].status).toBe('open')
  })
})

describe('from the first message to the word of why', () => {
  it('C15, O3, I9: in, answered, resolved, asked, pressed, said why; the timeline tells it', async () => {
    const { id, survey, press } = await asked()
    expect(sent().map(({ text }) => text)[0]).toBe('On its way.')
    expect(await contactOf()).toMatchObject({ kind: 'lead', name: 'Sam Silver' })
    expect(await presses(press(2))).toBe(200)
    await stage.app.settle()
    expect(sent().at(-1)!.text).toMatch(/Thank you!.+why\? Just reply/)
    expect(await csat(id)).toMatchObject({ score: 2, comment: null, survey_id: survey.id })
    stage.app.clock.advance(MINUTE)
    await says('It came late.')
    expect(await csat(id)).toMatchObject({ score: 2, comment: 'It came late.' })
    expect((await own()).map(({ status }) => status)).toEqual(['resolved'])
    const asking = (await kinds(id)).filter((kind) => kind.startsWith('csat_'))
    expect(asking).toEqual(['csat_requested', 'csat_submitted'])
    const deliveries = (await stage.app.api.get(`/surveys/${survey.id}/deliveries`)).body.data
    expect(deliveries).toMatchObject([{ attempt: 1, channel: 'telegram', state: 'accepted' }])
  })

  it('I9: one comment only; what follows is an ordinary message and opens the conversation', async () => {
    const { id, press } = await asked()
    await presses(press(5))
    await says('Quick and kind.')
    await says('One more question.')
    expect(await csat(id)).toMatchObject({ score: 5, comment: 'Quick and kind.' })
    const [conversation] = await own()
    expect(conversation).toMatchObject({ id, status: 'open', last_message_preview: 'One more question.' })
  })

  it('I9: a quarter of an hour later, or before the press, it is an ordinary message', async () => {
    const { id, press } = await asked()
    await presses(press(4))
    await says('Said before the press, told after it.', { at: stage.app.clock.now() - 5000 })
    expect(await csat(id)).toMatchObject({ comment: null })
    await stage.make.status(id, 'resolved')
    stage.app.clock.advance(16 * MINUTE)
    await says('Too late for that.')
    expect(await csat(id)).toMatchObject({ comment: null })
  })

  it('I9: the quarter of an hour ends at its instant', async () => {
    const inTime = await asked()
    await presses(inTime.press(4))
    stage.app.clock.advance(15 * MINUTE - 1000)
    await says('At the last moment.')
    expect(await csat(inTime.id)).toMatchObject({ comment: 'At the last moment.' })
    from = `${from}-at-the-end`
    const late = await asked()
    await presses(late.press(4))
    stage.app.clock.advance(15 * MINUTE)
    await says('A moment too late.')
    expect(await csat(late.id)).toMatchObject({ comment: null })
  })

  it('I9: once the team has reopened the conversation, what the contact says is for the team', async () => {
    const { id, press } = await asked()
    await presses(press(1))
    stage.app.clock.advance(1000)
    await stage.make.status(id, 'open', { actor_id: stage.agent.id })
    await says('Still not here.')
    expect(await csat(id)).toMatchObject({ score: 1, comment: null })
    expect((await own())[0].last_message_preview).toBe('Still not here.')
  })

  it('I9: thanks that come late ask for no word of why that was said, or that would be none any more', async () => {
    const { id, press } = await asked()
    stage.provider.feel('busy')
    await presses(press(4))
    await stage.app.settle()
    await says('Quick and kind.')
    expect(await csat(id)).toMatchObject({ score: 4, comment: 'Quick and kind.' })
    stage.provider.feel('well')
    await stage.app.pass(2 * MINUTE)
    expect(sent().at(-1)!.text).toContain('Thank you!')
    expect(sent().at(-1)!.text).not.toContain('why')
    from = `${from}-later`
    const other = await asked()
    await presses(other.press(4))
    await stage.app.pass(16 * MINUTE)
    expect(sent().at(-1)!.text).toContain('Thank you!')
    expect(sent().at(-1)!.text).not.toContain('why')
  })

  it('C8, I9: what the policy does not take is said in the chat, and words are not lost', async () => {
    const { id, press } = await asked()
    await presses(press(3))
    await says('So so.')
    await presses(press(5))
    await stage.app.settle()
    expect(sent().at(-1)!.text).toContain('already answered')
    expect(await csat(id)).toMatchObject({ score: 3, comment: 'So so.' })
  })

  it('A5: however often and in whatever order events come, each counts once', async () => {
    await stage.make.enable('per_resolution', { rating: { edit: { mode: 'latest_wins' } } })
    const { id, press } = await asked()
    await presses(press(4), { eventId: `${from}-4` })
    await presses(press(2), { eventId: `${from}-2` })
    await presses(press(4), { eventId: `${from}-4` })
    expect(await csat(id)).toMatchObject({ score: 2 })
    const why = { eventId: `${from}-why` }
    await Promise.all([says('Slow.', why), says('Slow.', why), says('Slow.', why)])
    await says('Slow.', why)
    expect(await csat(id)).toMatchObject({ score: 2, comment: 'Slow.' })
    await stage.app.settle()
    expect(sent().filter(({ text }) => /Thank you/.test(text))).toHaveLength(1)
    expect((await stage.timeline(id)).filter(({ kind }) => kind === 'message')).toHaveLength(2)
  })

  it('I9: words that name their press are the comment of its survey, though another was rated since, and later too', async () => {
    await stage.make.enable('per_resolution', { rating: { edit: { mode: 'latest_wins' } } })
    const first = await asked()
    await presses(first.press(2))
    await stage.app.pass(2 * DAY)
    const second = await asked()
    expect(second.id).not.toBe(first.id)
    await presses(second.press(5))
    await says('It was broken.', { press: first.press(2) })
    expect(await csat(first.id)).toMatchObject({ score: 2, comment: 'It was broken.' })
    expect(await csat(second.id)).toMatchObject({ score: 5, comment: null })
    await stage.app.pass(HOUR)
    await says('Very quick.', { press: second.press(5) })
    expect(await csat(second.id)).toMatchObject({ score: 5, comment: 'Very quick.' })
    expect((await own()).map(({ status }) => status)).toEqual(['resolved', 'resolved'])
    await stage.make.enable('per_resolution')
  })

  it('A5: who has said STOP between the press and the thanks is not written to', async () => {
    const { press } = await asked()
    await presses(press(5))
    const count = sent().length
    await stage.tell('telegram', { kind: 'consent', from, given: false })
    await stage.app.settle()
    expect(sent()).toHaveLength(count)
    const { rows } = await stage.app.app.pool.query(
      'select state, error from press_replies order by pressed_at desc limit 1',
    )
    expect(rows[0]).toMatchObject({
      state: 'rejected',
      error: expect.stringContaining('does not take messages'),
    })
  })

  it('J7: somebody else’s press on a forwarded message is no rating', async () => {
    const { id, press } = await asked()
    expect(await presses(press(1), { from: 'a-stranger' })).toBe(200)
    expect(await presses(`${press(1).slice(0, -1)}5`)).toBe(200)
    expect(await csat(id)).toBeNull()
  })
})

describe('messages that come in', () => {
  it('C15: two first messages at once are one contact and one conversation', async () => {
    await Promise.all(['One', 'Two', 'Three'].map((body) => says(body)))
    const conversations = await own()
    expect(conversations).toHaveLength(1)
    expect(conversations[0].message_count).toBe(3)
  })

  it('C15: stand by their own time, in whatever order they come', async () => {
    const now = stage.app.clock.now()
    await says('second', { at: now - 1000 })
    await says('first', { at: now - 2000 })
    const [{ id }] = await own()
    const bodies = (await stage.timeline(id)).filter(({ kind }) => kind === 'message')
    expect(bodies.map(({ data }) => data.body)).toEqual(['first', 'second'])
  })

  it('J3, I18: reopen what ended within a day and wake what was snoozed; later a new conversation begins', async () => {
    await says('Hello')
    const [{ id }] = await own()
    await stage.make.status(id, 'snoozed')
    await says('Are you there?')
    expect((await own())[0]).toMatchObject({ id, status: 'open' })
    const { survey } = await stage.make.status(id, 'resolved')
    await stage.app.pass(23 * HOUR)
    await says('Again')
    expect((await own()).map(({ status }) => status)).toEqual(['open'])
    expect((await stage.app.api.get(`/surveys/${survey.id}`)).body.state).toBe('withdrawn')
    await stage.make.status(id, 'resolved')
    await stage.app.pass(DAY + HOUR)
    await says('Something else')
    expect((await own()).map(({ status }) => status)).toEqual(expect.arrayContaining(['open', 'resolved']))
  })

  it('C15: an answer to a certain message goes to its conversation, and nobody else’s', async () => {
    const { id, survey } = await asked()
    const { provider_id: providerId } = (await stage.app.api.get(`/surveys/${survey.id}/deliveries`)).body
      .data[0]
    await stage.app.pass(3 * DAY)
    await says('About that one', { inReplyTo: providerId })
    expect((await own()).map((each) => each.id)).toEqual([id])
    from = `${from}-other`
    await says('Mine?', { inReplyTo: providerId })
    expect((await own()).map((each) => each.id)).not.toContain(id)
  })

  it('C15: a known contact is found by his number, however it is written', async () => {
    const contact = await stage.make.contact({ phone: '+49 170 555-01' })
    await stage.tell('sms', { kind: 'message', from: '+4917055501', name: null, body: 'Hi', inReplyTo: null })
    const [conversation] = (await stage.app.api.get(`/conversations?contact_id=${contact.id}`)).body.data
    expect(conversation).toMatchObject({ channel: 'sms', last_message_preview: 'Hi' })
  })
})

describe('consent', () => {
  it('A5: STOP ends what goes out on that channel, START lets it again, and the later word stands', async () => {
    const { id } = await asked()
    const now = stage.app.clock.now()
    await stage.tell('telegram', { kind: 'consent', from, given: true, at: now })
    await stage.tell('telegram', { kind: 'consent', from, given: false, at: now - 10 })
    await stage.make.status(id, 'open')
    expect((await stage.make.status(id, 'resolved')).decision.allowed).toBe(true)
    await stage.app.settle()
    await stage.tell('telegram', { kind: 'consent', from, given: false })
    await stage.make.status(id, 'open')
    expect((await stage.make.status(id, 'resolved')).decision.reason).toBe('unsubscribed')
    expect((await contactOf()).opted_out).toEqual(['telegram'])
    const count = sent().length
    await stage.make.say(id, 'teammate', 'One last thing.', {}, stage.agent.id)
    await stage.app.settle()
    expect(sent()).toHaveLength(count)
    expect((await stage.timeline(id)).at(-1).data).toMatchObject({ delivery: 'rejected' })
  })
})
