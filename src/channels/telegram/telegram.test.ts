import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PRESS, reply, survey } from '../../../test/kit/channel-facts.ts'
import {
  refusal,
  startTelegram,
  TELEGRAM,
  telegramUpdate,
  updates,
} from '../../../test/kit/fakes/telegram.ts'
import { startHttpProvider } from '../../../test/kit/fakes/http-provider.ts'
import type { Taken } from '../channel.ts'
import { setTelegramWebhook } from './telegram-webhook.ts'
import { telegramAccount, telegramChannel } from './telegram.ts'

const NOW = 1_772_000_300_000
const SAM = '710001'

let fake: Awaited<ReturnType<typeof startTelegram>>
beforeAll(async () => {
  fake = await startTelegram()
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

const channel = () => telegramChannel({ account: TELEGRAM, baseUrl: fake.url, now: () => NOW })
const asked = (at = 0) => JSON.parse(fake.state.asked[at]!.body)
const receive = (update: unknown) => channel().receive!(telegramUpdate(update))
const events = async (update: unknown) => {
  const result = await receive(update)
  if (result.kind !== 'events') throw new Error(result.kind)
  return result.events
}

/** What becomes of a survey when the Bot API answers like this. */
async function fate(code: number, description: string, parameters?: Record<string, unknown>) {
  const sick = await startHttpProvider(() => refusal(code, description, parameters))
  const result = await telegramChannel({ account: TELEGRAM, baseUrl: sick.url }).sendSurvey(survey(SAM))
  await sick.close()
  return result
}

describe('telegram', () => {
  it('O3, O4: five emoji stand in one row under the question, and nothing opens the link by itself', async () => {
    const out = survey(SAM, { message: '*How* was it?' })
    expect(await channel().sendSurvey(out)).toEqual({ kind: 'accepted', providerId: `${SAM}:101` })
    expect(asked()).toEqual({
      chat_id: SAM,
      text: `*How* was it?\n${out.link}`,
      reply_markup: {
        inline_keyboard: [
          ['😡', '😞', '😐', '🙂', '😍'].map((text, at) => ({ text, callback_data: out.pressFor(at + 1) })),
        ],
      },
      link_preview_options: { is_disabled: true },
    })
  })

  it('A2: stars are counted, thumbs are two', async () => {
    await channel().sendSurvey(survey(SAM, { scale: 'stars' }))
    await channel().sendSurvey(survey(SAM, { scale: 'thumbs' }))
    const labels = (at: number) => asked(at).reply_markup.inline_keyboard[0].map(({ text }: any) => text)
    expect(labels(0)).toEqual(['1 ★', '2 ★', '3 ★', '4 ★', '5 ★'])
    expect(labels(1)).toEqual(['👎', '👍'])
  })

  it('C15: a long reply is cut between words and never inside a character', async () => {
    await channel().sendMessage!(reply(SAM, '😍'.repeat(5000)))
    const texts = fake.state.asked.map((_, at) => asked(at).text as string)
    expect(texts.join('')).toBe('😍'.repeat(5000))
    for (const text of texts) expect(text.isWellFormed()).toBe(true)
  })

  it('O3: what Telegram says decides whether it is the contact, the address, the bot or the moment', async () => {
    const cases = [
      [403, 'Forbidden: bot was blocked by the user', { kind: 'rejected', reason: 'opted_out' }],
      [403, 'Forbidden: user is deactivated', { kind: 'rejected', reason: 'address_refused' }],
      [403, "Forbidden: bot can't initiate conversation with a user", { reason: 'address_refused' }],
      [400, 'Bad Request: chat not found', { kind: 'rejected', reason: 'address_refused' }],
      [400, 'Bad Request: message is too long', { kind: 'rejected', reason: 'refused' }],
      [401, 'Unauthorized', { kind: 'retry', reason: 'login_refused' }],
      [404, 'Not Found', { kind: 'retry', reason: 'login_refused' }],
      [500, 'Internal Server Error', { kind: 'retry', reason: 'unreachable' }],
      [502, 'Bad Gateway', { kind: 'retry', reason: 'no_answer' }],
    ] as const
    for (const [code, description, expected] of cases) {
      expect(await fate(code, description)).toMatchObject(expected)
    }
    const busy = await fate(429, 'Too Many Requests: retry after 42', { retry_after: 42 })
    expect(busy).toMatchObject({ kind: 'retry', reason: 'asked_to_wait', afterMs: 42_000 })
  })

  it('O3: a press rates and is answered at once, in the language of the contact', async () => {
    const result = await receive(updates.press(PRESS))
    expect(result).toMatchObject({
      events: [{ kind: 'press', eventId: '9002', at: NOW, from: SAM, press: PRESS }],
    })
    const { answer } = result as { answer: (taken: Taken[]) => { contentType: string; body: string } }
    const called = { method: 'answerCallbackQuery', callback_query_id: '30499' }
    expect(answer(['rated']).contentType).toBe('application/json')
    expect(JSON.parse(answer(['rated']).body)).toEqual({ ...called, text: 'Vielen Dank!' })
    // Somebody else's, a late or a forged one only stops waiting.
    for (const what of ['nothing', 'not_rated'] as const)
      expect(JSON.parse(answer([what]).body)).toEqual(called)
  })

  it('C15: a message carries name, time and what it answers; wordless ones say what they are', async () => {
    const said = updates.message({ text: 'Where is it?', reply_to_message: { message_id: 101 } })
    expect(await events(said)).toEqual([
      {
        kind: 'message',
        eventId: '9001',
        at: 1_772_000_100_000,
        from: SAM,
        name: 'Sam Customer',
        body: 'Where is it?',
        inReplyTo: `${SAM}:101`,
      },
    ])
    const photo = { photo: [{ file_id: 'x', width: 1, height: 1 }] }
    expect(await events(updates.message(photo))).toMatchObject([{ body: '[photo]' }])
    expect(await events(updates.message({ ...photo, caption: 'Broken' }))).toMatchObject([{ body: 'Broken' }])
    expect(await events(updates.message({ new_chat_title: 'x' }))).toEqual([])
  })

  it('C15: /start and START take messages again; /stop, STOP and blocking the bot end them', async () => {
    for (const text of ['/start', '/start from_web', 'START', ' start ']) {
      expect(await events(updates.message({ text }))).toMatchObject([{ kind: 'consent', given: true }])
    }
    for (const text of ['/stop', '/stop@acme_bot', 'Stop']) {
      expect(await events(updates.message({ text }))).toMatchObject([{ kind: 'consent', given: false }])
    }
    expect(await events(updates.message({ text: 'stop the delivery' }))).toMatchObject([{ kind: 'message' }])
    expect(await events(updates.member('kicked'))).toMatchObject([{ kind: 'consent', given: false }])
    expect(await events(updates.member('member'))).toMatchObject([{ kind: 'consent', given: true }])
  })

  it('C15: groups, other bots and unknown updates are not a contact’s', async () => {
    expect(await events(updates.message({ text: 'Hi' }, 'supergroup'))).toEqual([])
    expect(await events(updates.message({ text: 'Hi', from: { id: 5, is_bot: true } }))).toEqual([])
    expect(await events({ update_id: 1, poll: {} })).toEqual([])
  })

  it('C15: Telegram is told where to bring updates, with the secret; a token without a bot is a value', async () => {
    const hookUrl = 'https://candor.test/hooks/1'
    const deps = { account: TELEGRAM, hookUrl, baseUrl: fake.url }
    expect(await setTelegramWebhook(deps)).toBeNull()
    expect(asked()).toMatchObject({ url: hookUrl, secret_token: TELEGRAM.webhook_secret })
    const account = { ...TELEGRAM, bot_token: '1:none' }
    expect(await setTelegramWebhook({ ...deps, account })).toMatchObject({ reason: 'login_refused' })
  })

  it('O1: what is not a token or too short a secret is refused before it is stored', () => {
    expect(telegramAccount.safeParse(TELEGRAM).success).toBe(true)
    expect(telegramAccount.safeParse({ ...TELEGRAM, bot_token: 'x/../y' }).success).toBe(false)
    expect(telegramAccount.safeParse({ ...TELEGRAM, webhook_secret: 'short' }).success).toBe(false)
  })
})
