import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PRESS, reply, survey } from '../../../test/kit/channel-facts.ts'
import { type Said, startHttpProvider } from '../../../test/kit/fakes/http-provider.ts'
import {
  SLACK,
  SLACK_FORM,
  SLACK_NOW,
  slackMessage,
  slackPress,
  slackRequest,
  startSlack,
} from '../../../test/kit/fakes/slack.ts'
import type { ReceiveResult } from '../channel.ts'
import { slackAccount, slackChannel } from './slack.ts'

const THREAD = 'C0HELP:1771999999.000100'

let fake: Awaited<ReturnType<typeof startSlack>>
beforeAll(async () => {
  fake = await startSlack()
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

const channel = () => slackChannel({ account: SLACK, baseUrl: fake.url, now: () => SLACK_NOW })
const asked = (at = 0) => JSON.parse(fake.state.asked[at]!.body)
const events = async (request: ReturnType<typeof slackRequest>) => {
  const result = await channel().receive!(request)
  if (result.kind !== 'events') throw new Error(result.kind)
  return result.events
}
const said = (event: Record<string, unknown>) => events(slackRequest(slackMessage(event)))
const pressed = (more: Record<string, unknown> = {}) =>
  events(slackRequest(slackPress(PRESS, more), { type: SLACK_FORM }))

async function fate(answer: Said) {
  const sick = await startHttpProvider(() => answer)
  const result = await slackChannel({ account: SLACK, baseUrl: sick.url }).sendSurvey(survey(THREAD))
  await sick.close()
  return result
}

describe('slack', () => {
  it('O3: a thread reply with a row of buttons and the link; programs without blocks get the link too', async () => {
    const out = survey(THREAD, { message: 'How was <it> & us?' })
    const result = await channel().sendSurvey(out)
    expect(result).toEqual({ kind: 'accepted', providerId: 'C0HELP:1772000000.000001' })
    const { blocks, ...rest } = asked()
    expect(rest).toMatchObject({
      channel: 'C0HELP',
      thread_ts: '1771999999.000100',
      text: `How was &lt;it&gt; &amp; us?\n<${out.link}|Rate your experience>`,
      unfurl_links: false,
    })
    const [question, row, page] = blocks
    expect(question.text).toEqual({ type: 'plain_text', text: 'How was <it> & us?', emoji: false })
    expect(row.elements[4]).toEqual({
      type: 'button',
      action_id: 'score_5',
      text: { type: 'plain_text', text: '😍', emoji: true },
      accessibility_label: 'Excellent',
      value: out.pressFor(5),
    })
    expect(page.elements[0].text).toBe(`<${out.link}|Rate your experience>`)
  })

  it('O3: a person is written to directly, a channel of his own without a thread', async () => {
    await channel().sendMessage!(reply('U0SAM', 'Hello'))
    await channel().sendMessage!(reply('C0SAM', 'Hello <!channel>', 'other'))
    expect(asked()).toMatchObject({ channel: 'U0SAM', text: 'Hello' })
    expect(asked()).not.toHaveProperty('thread_ts')
    expect(asked(1)).toMatchObject({ channel: 'C0SAM', text: 'Hello &lt;!channel&gt;' })
  })

  it('O3: what Slack says decides whether it is the address, the app or the moment', async () => {
    const cases = {
      invalid_auth: { kind: 'retry', reason: 'login_refused' },
      missing_scope: { kind: 'retry', reason: 'login_refused' },
      channel_not_found: { kind: 'rejected', reason: 'address_refused' },
      is_archived: { kind: 'rejected', reason: 'address_refused' },
      invalid_blocks: { kind: 'rejected', reason: 'refused' },
      service_unavailable: {
        kind: 'retry',
        reason: 'unreachable',
        sentence: 'The provider had a fault of its own. It said: service_unavailable',
      },
      // “It's possible some aspect of the operation succeeded.”
      fatal_error: { kind: 'retry', reason: 'no_answer' },
      internal_error: { kind: 'retry', reason: 'no_answer' },
      // Posted at an earlier attempt and removed since: it is not posted again.
      duplicate_message_not_found: { kind: 'accepted', providerId: null },
    }
    for (const [error, expected] of Object.entries(cases)) {
      expect(await fate({ status: 200, body: { ok: false, error } })).toMatchObject(expected)
    }
    const headers = { 'retry-after': '30' }
    const busy = await fate({ status: 429, headers, body: { ok: false, error: 'ratelimited' } })
    expect(busy).toMatchObject({ kind: 'retry', reason: 'asked_to_wait', afterMs: 30_000 })
    expect(await fate({ status: 503, body: 'away' })).toMatchObject({ kind: 'retry', reason: 'no_answer' })
    // It names what it posted, or it is not known whether it did.
    for (const body of [{ ok: true }, { ok: false }]) {
      expect(await fate({ status: 200, body })).toMatchObject({ kind: 'retry', reason: 'no_answer' })
    }
  })

  it('C15: Slack’s question whether the address is ours is answered', async () => {
    const body = JSON.stringify({ type: 'url_verification', token: 'x', challenge: '3eZbrw1aBm2' })
    expect(await channel().receive!(slackRequest(body))).toEqual({
      kind: 'handshake',
      answer: { contentType: 'text/plain', body: '3eZbrw1aBm2' },
    })
  })

  it('C15: a signature is good for five minutes', async () => {
    const body = slackMessage({ text: 'Hi' })
    const at = (ms: number) => channel().receive!(slackRequest(body, { at: SLACK_NOW + ms }))
    expect((await at(-300_000)).kind).toBe('events')
    for (const ms of [-301_000, 301_000]) {
      expect(await at(ms)).toEqual({ kind: 'refused', reason: 'bad_signature' })
    }
  })

  it('C15: a message is of its thread, the first one starts it, and a direct one is of the person', async () => {
    const first = { kind: 'message', eventId: 'Ev0PV52K21', at: 1_772_000_299_000, body: 'Hi', name: null }
    const own = { ...first, from: 'C0HELP:1772000299.000200', inReplyTo: null }
    expect(await said({ text: 'Hi' })).toEqual([own])
    expect(await said({ text: 'Hi', thread_ts: '1771999999.000100' })).toEqual([
      { ...first, from: THREAD, inReplyTo: THREAD },
    ])
    expect(await said({ text: 'Hi', channel: 'D0SAM', channel_type: 'im' })).toMatchObject([
      { from: 'U0SAM', inReplyTo: null },
    ])
    expect(await said({ text: 'STOP', channel: 'D0SAM' })).toMatchObject([
      { kind: 'consent', from: 'U0SAM', given: false },
    ])
  })

  it('C15: text is read as people saw it', async () => {
    const text =
      'a &lt;b&gt; &amp;amp; <https://x.test/?a=1&amp;b=2> <https://y.test|here> <mailto:s@x.test|s@x.test>'
    expect(await said({ text })).toMatchObject([
      { body: 'a <b> &amp; https://x.test/?a=1&b=2 here (https://y.test) s@x.test' },
    ])
    const files = [{ name: 'receipt.pdf' }]
    expect(await said({ subtype: 'file_share', files })).toMatchObject([{ body: '[receipt.pdf]' }])
  })

  it('C15: our own messages, edits, joins and teammates are not the customer’s', async () => {
    const others = [
      { bot_id: 'B0BOT' },
      { subtype: 'message_changed' },
      { subtype: 'channel_join' },
      { subtype: 'bot_message' },
      { user: 'U0TEAM2' },
      { type: 'reaction_added', channel: undefined },
    ]
    for (const other of others) expect(await said({ text: 'Hi', ...other })).toEqual([])
    expect(await events(slackRequest(JSON.stringify({ type: 'app_rate_limited' })))).toEqual([])
  })

  it('O3: a press rates as the thread and is thanked for at its own address', async () => {
    const request = slackRequest(slackPress(PRESS, { response_url: `${fake.url}/actions/T0/1` }), {
      type: SLACK_FORM,
    })
    const result = (await channel().receive!(request)) as Extract<ReceiveResult, { kind: 'events' }>
    // Not before it counts: somebody else's, a late or a forged one is not thanked for.
    for (const what of ['nothing', 'not_rated'] as const) await result.after!([what])
    expect(fake.state.asked).toEqual([])
    await result.after!(['rated'])
    expect(result.events).toEqual([
      {
        kind: 'press',
        eventId: 'C0HELP.1772000000.000001.1772000299.734321',
        at: 1_772_000_299_734,
        from: THREAD,
        press: PRESS,
      },
    ])
    expect(asked()).toEqual({
      response_type: 'ephemeral',
      replace_original: false,
      thread_ts: THREAD.split(':')[1],
      text: 'Vielen Dank!',
    })
  })

  it('O3: only an address of Slack’s own is called with the thanks', async () => {
    const other = await startHttpProvider(() => ({ status: 200, body: 'ok' }))
    for (const response_url of [`${other.url}/metadata`, 'https://hooks.slack.com.evil.test/', 'nonsense']) {
      const request = slackRequest(slackPress(PRESS, { response_url }), { type: SLACK_FORM })
      const result = (await channel().receive!(request)) as Extract<ReceiveResult, { kind: 'events' }>
      expect(result.events).toHaveLength(1)
      await result.after!(['rated'])
    }
    expect(other.state.asked).toEqual([])
    await other.close()
  })

  it('A5: nobody of the team rates for the customer, and other buttons are not ours', async () => {
    expect(await pressed({ user: { id: 'U0TEAM1' } })).toEqual([])
    const actions = [{ action_id: 'other', action_ts: '1.1', value: 'menu' }]
    expect(await pressed({ actions })).toEqual([])
    const container = { type: 'message', message_ts: '1.1', channel_id: 'D0SAM' }
    expect(await pressed({ container, message: {} })).toMatchObject([{ from: 'U0SAM' }])
  })

  it('O1: what is not a token or a list of people is refused before it is stored', () => {
    expect(slackAccount.parse({ ...SLACK, teammates: undefined })).toMatchObject({ teammates: '' })
    expect(slackAccount.safeParse({ ...SLACK, bot_token: 'xoxp-1' }).success).toBe(false)
    expect(slackAccount.safeParse({ ...SLACK, teammates: '@ada' }).success).toBe(false)
  })
})
