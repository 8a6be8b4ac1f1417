import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { reply, survey } from '../../../test/kit/channel-facts.ts'
import {
  graphChallenge,
  graphEvents,
  graphHook,
  INSTAGRAM,
  instagramLimits,
  MESSENGER,
  messengerLimits,
  refusal,
  SAM,
  startGraph,
} from '../../../test/kit/fakes/graph.ts'
import { type Said, startHttpProvider } from '../../../test/kit/fakes/http-provider.ts'
import { languages } from '../../languages/catalogue.ts'
import type { IncomingRequest } from '../channel.ts'
import { instagramAccount, instagramChannel } from './instagram.ts'
import { messengerAccount, messengerChannel } from './messenger.ts'

let fake: Awaited<ReturnType<typeof startGraph>>
beforeAll(async () => {
  fake = await startGraph(messengerLimits)
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

const channel = () => messengerChannel({ account: MESSENGER, baseUrl: fake.url })
const asked = (at = 0) => JSON.parse(fake.state.asked[at]!.body)
const page = graphEvents('page', MESSENGER.page_id)
const events = async (notification: unknown) => {
  const result = await channel().receive!(graphHook(notification))
  if (result.kind !== 'events') throw new Error(result.kind)
  return result.events
}

/** What becomes of a survey when the Send API answers like this. */
async function fate(said: Said) {
  const sick = await startHttpProvider(() => said)
  const result = await messengerChannel({ account: MESSENGER, baseUrl: sick.url }).sendSurvey(survey(SAM))
  await sick.close()
  return result
}

describe('messenger and instagram', () => {
  it('O3, O4, O13: the question with five quick replies and its link, as an answer to the contact', async () => {
    const out = survey(SAM)
    expect(await channel().sendSurvey(out)).toEqual({ kind: 'accepted', providerId: 'm_1' })
    const titles = ['😡 Terrible', '😞 Poor', '😐 Okay', '🙂 Good', '😍 Excellent']
    expect(asked()).toEqual({
      recipient: { id: SAM },
      messaging_type: 'RESPONSE',
      message: {
        text: `How was it?\n${out.link}`,
        quick_replies: titles.map((title, at) => ({
          content_type: 'text',
          title,
          payload: out.pressFor(at + 1),
        })),
      },
      appsecret_proof: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(fake.state.asked[0]!.path).not.toContain(MESSENGER.page_access_token)
  })

  it('O3: a title is never longer than the platform shows, in any language', async () => {
    for (const language of languages) {
      await channel().sendSurvey({ ...survey(SAM), language })
    }
    expect(fake.state.arrived).toHaveLength(languages.length)
  })

  it('O13: Instagram counts bytes: a text of emoji is cut to fit, whole characters and the link whole', async () => {
    const insta = await startGraph(instagramLimits)
    const direct = instagramChannel({ account: INSTAGRAM, baseUrl: insta.url })
    const out = survey(SAM, { message: '😍'.repeat(400) })
    expect(await direct.sendSurvey(out)).toMatchObject({ kind: 'accepted' })
    expect(await direct.sendMessage!(reply(SAM, '日本語の長い返事。'.repeat(200)))).toMatchObject({
      kind: 'accepted',
    })
    const [first, ...parts] = insta.state.arrived.map(({ text }) => text)
    expect(first).toMatch(new RegExp(`…\n${out.link}$`))
    expect(parts.join('')).toBe('日本語の長い返事。'.repeat(200))
    for (const text of [first!, ...parts]) expect(text.isWellFormed()).toBe(true)
    await insta.close()
  })

  it('O3: what Meta says decides whether it is the window, the person, the app or the moment', async () => {
    const cases = [
      [refusal(10, '(#10) This message is sent outside of allowed window.', 2_018_278), 'window_closed'],
      [refusal(10, '(#10) This message is sent outside of allowed window.', 2_534_022), 'window_closed'],
      [refusal(10, '(#10) This message is sent outside of allowed window.'), 'window_closed'],
      [refusal(10, '(#10) Application does not have permission for this action'), 'login_refused'],
      [refusal(200, '(#200) Requires pages_messaging permission to manage the object'), 'login_refused'],
      [refusal(190, 'Error validating access token: Session has expired', 463), 'login_refused'],
      [refusal(551, "(#551) This person isn't available right now."), 'address_refused'],
      [
        refusal(200, "(#200) This person isn't receiving messages from you right now", 1_545_041),
        'address_refused',
      ],
      [refusal(100, '(#100) No matching user found', 2_018_001), 'address_refused'],
      [refusal(100, '(#100) Length of param message[text] must be less than 2000'), 'refused'],
      [refusal(368, 'The action attempted has been deemed abusive'), 'refused'],
      [refusal(4, '(#4) Application request limit reached'), 'asked_to_wait'],
      [refusal(32, '(#32) Page request limit reached'), 'asked_to_wait'],
      [refusal(613, '(#613) Calls to this API have exceeded the rate limit'), 'asked_to_wait'],
      [refusal(1200, 'Temporary send message failure. Please try again later.'), 'unreachable'],
      [refusal(2, 'An unexpected error has occurred. Please retry your request later.'), 'unreachable'],
      [{ status: 502, body: 'Bad Gateway' }, 'no_answer'],
    ] as const
    for (const [said, reason] of cases) expect([reason, await fate(said)]).toMatchObject([reason, { reason }])
  })

  it('C15: after 24 hours a teammate may answer with the permission for it; a survey never passes for one', async () => {
    const closed = await startHttpProvider(({ body }) =>
      body.includes('HUMAN_AGENT')
        ? { status: 200, body: { recipient_id: SAM, message_id: 'm_9' } }
        : refusal(10, '(#10) This message is sent outside of allowed window.', 2_018_278),
    )
    const connect = (human_agent: boolean) =>
      messengerChannel({ account: { ...MESSENGER, human_agent }, baseUrl: closed.url })
    expect(await connect(true).sendMessage!(reply(SAM, 'Hello'))).toEqual({
      kind: 'accepted',
      providerId: 'm_9',
    })
    expect(JSON.parse(closed.state.asked[1]!.body)).toMatchObject({
      messaging_type: 'MESSAGE_TAG',
      tag: 'HUMAN_AGENT',
    })
    const refused = { kind: 'rejected', reason: 'window_closed' }
    expect(await connect(false).sendMessage!(reply(SAM, 'Hello'))).toMatchObject(refused)
    expect(await connect(true).sendSurvey(survey(SAM))).toMatchObject(refused)
    await closed.close()
  })

  it('C15: the address is ours for whoever knows the verify token', async () => {
    const receive = (request: IncomingRequest) => channel().receive!(request)
    expect(await receive(graphChallenge())).toEqual({
      kind: 'handshake',
      answer: { contentType: 'text/plain', body: '1158201444' },
    })
    const refused = { kind: 'refused', reason: 'bad_signature' }
    expect(await receive(graphChallenge('guessed-token-000000'))).toEqual(refused)
    expect(await receive({ ...graphChallenge(), url: '/hooks/graph' })).toEqual(refused)
    const scripted = graphChallenge(MESSENGER.verify_token, '<script>alert(1)</script>')
    expect(await receive(scripted)).toEqual({ kind: 'refused', reason: 'malformed' })
  })

  it('O3: a tap on a quick reply or button of ours rates; those of others are what the contact said', async () => {
    const press = survey(SAM).pressFor(4)
    const tap = { kind: 'press', from: SAM, at: 1_772_000_100_000, press }
    expect(await events(page.press(press))).toEqual([{ ...tap, eventId: 'm_in_2' }])
    expect(await events(page.postback(press))).toEqual([{ ...tap, eventId: 'm_in_3' }])
    expect(await events(page.press('PICK_RED'))).toMatchObject([{ kind: 'message', body: '🙂 Good' }])
    expect(await events(page.postback('GET_STARTED'))).toMatchObject([
      { kind: 'message', body: 'Get started' },
    ])
  })

  it('C15: messages carry time and what they answer; pictures say what they are; STOP and START are heard', async () => {
    expect(await events(page.message({ text: 'Where is it?', reply_to: { mid: 'm_1' } }))).toEqual([
      {
        kind: 'message',
        eventId: 'm_in_1',
        at: 1_772_000_100_000,
        from: SAM,
        name: null,
        body: 'Where is it?',
        inReplyTo: 'm_1',
      },
    ])
    const image = { attachments: [{ type: 'image', payload: { url: 'https://cdn.test/x' } }] }
    expect(await events(page.message(image))).toMatchObject([{ body: '[image]' }])
    expect(await events(page.message({ text: 'stop' }))).toMatchObject([{ kind: 'consent', given: false }])
    expect(await events(page.message({ text: 'START' }))).toMatchObject([{ kind: 'consent', given: true }])
  })

  it('O3: receipts name the messages that arrived; our own words coming back are nobody’s', async () => {
    expect(await events(page.delivery(['m_1', 'm_2']))).toMatchObject([
      { kind: 'delivery', eventId: 'delivery.m_1', providerId: 'm_1', failure: null },
      { kind: 'delivery', eventId: 'delivery.m_2', providerId: 'm_2', failure: null },
    ])
    expect(await events(page.echo())).toEqual([])
    expect(await events(page.message({ is_deleted: true }))).toEqual([])
    expect(await events(page.entry({ read: { watermark: 1 } }))).toEqual([])
    expect(await events(page.entry({ message: { mid: 7 } }))).toEqual([])
  })

  it('C15: one app serves many pages: what is of another page is not ours', async () => {
    const message = { message: { mid: 'm_x', text: 'Hello' } }
    expect(await events(page.entry(message, '999999'))).toEqual([])
    const both = {
      object: 'page',
      entry: [page.entry(message, '999999'), page.entry(message)].flatMap((one) => one.entry),
    }
    expect(await events(both)).toHaveLength(1)
    expect(
      await events({ object: 'page', entry: [{ id: MESSENGER.page_id, time: 1, changes: [] }] }),
    ).toEqual([])
  })

  it('C15: the account’s fields are checked, and its secrets are marked', () => {
    expect(messengerAccount.parse({ ...MESSENGER, human_agent: undefined })).toEqual(MESSENGER)
    expect(instagramAccount.parse(INSTAGRAM)).toEqual(INSTAGRAM)
    for (const wrong of [
      { page_id: 'acme' },
      { page_access_token: 'x y' },
      { app_secret: 'short' },
      { verify_token: '1' },
    ]) {
      expect(messengerAccount.safeParse({ ...MESSENGER, ...wrong }).success).toBe(false)
    }
    const { page_access_token, app_secret, verify_token } = messengerAccount.shape
    // It is ours, and shown: it must be entered at Meta.
    expect(verify_token.meta()).toMatchObject({ made: 'shown', label: 'Verify token' })
    for (const field of [page_access_token, app_secret]) {
      expect(field.meta()).toMatchObject({
        secret: true,
        label: expect.any(String),
        help: expect.any(String),
      })
    }
  })
})
