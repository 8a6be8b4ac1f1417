import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { KEY, LONG, reply, survey } from '../../../test/kit/channel-facts.ts'
import { startHttpProvider } from '../../../test/kit/fakes/http-provider.ts'
import {
  refusal,
  SAM_PHONE,
  SMS,
  SMS_HOOK,
  SMS_NOW,
  SMS_SERVICE,
  smsMessage,
  smsRequest,
  smsStatus,
  startSms,
} from '../../../test/kit/fakes/sms.ts'
import { customerText, languages } from '../../languages/catalogue.ts'
import type { IncomingRequest } from '../channel.ts'
import { phoneAccount, phoneChannel } from './phone.ts'
import { smsAccount, smsChannel } from './sms.ts'

let fake: Awaited<ReturnType<typeof startSms>>
beforeAll(async () => {
  fake = await startSms()
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

const channel = (account = SMS) =>
  smsChannel({ account, hookUrl: SMS_HOOK, baseUrl: fake.url, now: () => SMS_NOW })
const asked = (at = 0) => Object.fromEntries(new URLSearchParams(fake.state.asked[at]!.body))
const receive = (request: IncomingRequest) => channel().receive!(request)
const events = async (fields: Record<string, string>) => {
  const result = await receive(smsRequest(fields))
  if (result.kind !== 'events') throw new Error(result.kind)
  return result.events
}

/** What becomes of a survey when the provider answers like this. */
async function fate(said: Parameters<typeof startHttpProvider>[0]) {
  const sick = await startHttpProvider(said)
  const result = await smsChannel({ account: SMS, baseUrl: sick.url }).sendSurvey(survey(SAM_PHONE))
  await sick.close()
  return result
}

describe('sms', () => {
  it('O3: a short text with the link, from the sender, whose fate is told to the hook', async () => {
    const out = survey(SAM_PHONE)
    expect(await channel().sendSurvey(out)).toEqual({
      kind: 'accepted',
      providerId: 'SM00000000000000000000000000000001',
    })
    expect(asked()).toEqual({
      To: SAM_PHONE,
      From: SMS.sender,
      Body: `Acme: How was it? Rate here: ${out.link}`,
      StatusCallback: `${SMS_HOOK}?ref=survey.${KEY}`,
    })
  })

  it('O12: the custom message is the text, in every language, on one line', async () => {
    for (const language of languages) {
      fake.reset()
      await channel().sendSurvey({ ...survey(SAM_PHONE, { message: 'Did Ada\nhelp?' }), language })
      const { sms } = customerText(language)
      expect(asked().Body).toBe(
        sms
          .replace('{brand}', 'Acme')
          .replace('{message}', 'Did Ada help?')
          .replace('{link}', survey('').link),
      )
    }
  })

  it('O3: a messaging service sends instead of a number; a number may be written as people do', async () => {
    await channel({ ...SMS, sender: SMS_SERVICE }).sendSurvey(survey('+49 170 (123) 45-67'))
    expect(asked()).toMatchObject({ MessagingServiceSid: SMS_SERVICE, To: SAM_PHONE })
    expect(asked().From).toBeUndefined()
  })

  it('C15: a long reply goes in parts of at most 1600 that are whole again', async () => {
    expect(await channel().sendMessage!(reply(SAM_PHONE, LONG))).toMatchObject({ kind: 'accepted' })
    const parts = fake.state.asked.map((_, at) => asked(at).Body!)
    expect(parts).toHaveLength(7)
    expect(parts.join(' ')).toBe(LONG)
  })

  it('O3: what the code says decides whether it is the contact, the address, the account or the moment', async () => {
    const cases = [
      [400, 21211, { kind: 'rejected', reason: 'address_refused' }],
      [400, 21614, { kind: 'rejected', reason: 'address_refused' }],
      [400, 21610, { kind: 'rejected', reason: 'opted_out' }],
      [400, 21617, { kind: 'rejected', reason: 'refused' }],
      [401, 20003, { kind: 'retry', reason: 'login_refused' }],
      [403, 20005, { kind: 'retry', reason: 'login_refused' }],
      [404, 20404, { kind: 'retry', reason: 'login_refused' }],
      [400, 21606, { kind: 'retry', reason: 'login_refused' }],
      [429, 20429, { kind: 'retry', reason: 'asked_to_wait' }],
      [400, 14107, { kind: 'retry', reason: 'asked_to_wait' }],
      [
        503,
        20503,
        { kind: 'retry', reason: 'unreachable', sentence: expect.stringContaining('had a fault') },
      ],
      [500, 30019, { kind: 'retry', reason: 'unreachable' }],
      // Twilio itself says that a repeat may be a second message.
      [500, 20500, { kind: 'retry', reason: 'no_answer' }],
      [500, 500, { kind: 'retry', reason: 'no_answer' }],
      [201, 0, { kind: 'retry', reason: 'no_answer' }],
      [403, 0, { kind: 'retry', reason: 'login_refused' }],
    ] as const
    for (const [status, code, expected] of cases) {
      expect(await fate(() => refusal(status, code, 'because')), `${code}`).toMatchObject(expected)
    }
    const page = await fate(() => ({ status: 502, body: '<html>' }))
    expect(page).toMatchObject({ kind: 'retry', reason: 'no_answer' })
    const nowhere = await fate(() => ({ status: 404, body: '<html>' }))
    expect(nowhere).toMatchObject({
      kind: 'retry',
      reason: 'unreachable',
      sentence: 'The provider did not take it, and did not say why. It said: status 404',
    })
    const busy = await fate(() => ({ status: 429, headers: { 'retry-after': '42' }, body: {} }))
    expect(busy).toMatchObject({ reason: 'asked_to_wait', afterMs: 42_000 })
  })

  it('C15: the customer is never sent our own acknowledgement', async () => {
    for (const fields of [smsMessage(), smsMessage({ Body: 'STOP' }), smsStatus('sent')]) {
      expect(await receive(smsRequest(fields))).toMatchObject({
        answer: { contentType: expect.stringMatching(/^text\/xml/), body: '<Response/>' },
      })
    }
  })

  it('C15: STOP, UNSUBSCRIBE and what else Twilio blocks by end messages, START takes them again', async () => {
    for (const Body of [
      'STOP',
      ' stop ',
      'Unsubscribe',
      'STOPALL',
      'cancel',
      'END',
      'quit',
      'revoke',
      'OPTOUT',
    ]) {
      expect(await events(smsMessage({ Body }))).toMatchObject([
        { kind: 'consent', from: SAM_PHONE, given: false },
      ])
    }
    for (const Body of ['START', 'unstop']) {
      expect(await events(smsMessage({ Body }))).toMatchObject([{ kind: 'consent', given: true }])
    }
    for (const Body of ['please stop', 'yes', 'constructor', 'STOP IT']) {
      expect(await events(smsMessage({ Body }))).toMatchObject([{ kind: 'message', body: Body }])
    }
    expect(await events(smsMessage({ Body: 'ARRET', OptOutType: 'STOP' }))).toMatchObject([{ given: false }])
    expect(await events(smsMessage({ Body: 'JA', OptOutType: 'START' }))).toMatchObject([{ given: true }])
    expect(await events(smsMessage({ Body: 'HELP', OptOutType: 'HELP' }))).toMatchObject([
      { kind: 'message' },
    ])
  })

  it('C15: a message says who, when and what; a picture says that it is one', async () => {
    expect(await events(smsMessage({ Body: 'Where is it? 😍' }))).toEqual([
      {
        kind: 'message',
        eventId: 'SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        at: SMS_NOW,
        from: SAM_PHONE,
        name: null,
        body: 'Where is it? 😍',
        inReplyTo: null,
      },
    ])
    expect(await events(smsMessage({ Body: '', NumMedia: '1' }))).toMatchObject([{ body: '[picture]' }])
    expect(await events(smsMessage({ Body: '' }))).toEqual([])
  })

  it('O3: delivered and undelivered are receipts of the message, each once; what is on its way says that they have it', async () => {
    const providerId = 'SM00000000000000000000000000000001'
    expect(await events(smsStatus('delivered'))).toEqual([
      {
        kind: 'delivery',
        eventId: `${providerId}.delivered`,
        at: SMS_NOW,
        providerId,
        failure: null,
        reference: null,
      },
    ])
    for (const status of ['queued', 'sending', 'sent']) {
      expect(await events(smsStatus(status))).toEqual([])
      const url = `${SMS_HOOK}?ref=survey.${KEY}`
      const named = smsRequest(smsStatus(status), { url })
      expect(await channel().receive!(named)).toMatchObject({
        events: [
          { kind: 'taken', eventId: `${providerId}.${status}`, providerId, reference: `survey.${KEY}` },
        ],
      })
    }
    const codes = [
      ['21610', { kind: 'rejected', reason: 'opted_out' }],
      ['30003', { kind: 'rejected', reason: 'address_refused' }],
      ['30007', { kind: 'rejected', reason: 'refused', sentence: expect.stringContaining('30007') }],
      ['30001', { kind: 'retry', reason: 'asked_to_wait' }],
      ['', { kind: 'rejected', reason: 'refused' }],
    ] as const
    for (const [ErrorCode, failure] of codes) {
      const [event] = await events(smsStatus('undelivered', { ErrorCode }))
      expect(event).toMatchObject({ kind: 'delivery', eventId: `${providerId}.undelivered`, failure })
    }
  })

  it('C15: the signature covers the address and every field; a port in it may be there or not', async () => {
    const url = 'https://candor.test:8443/hooks/w1/sms/secret'
    for (const signedUrl of [url, SMS_HOOK, SMS_HOOK.replace('.test', '.test:443')]) {
      expect(await receive(smsRequest(smsMessage(), { url, signedUrl }))).toMatchObject({ kind: 'events' })
    }
    const genuine = smsRequest(smsMessage())
    const refused = { kind: 'refused', reason: 'bad_signature' }
    expect(await receive({ ...genuine, url: 'https://candor.test/hooks/w2/sms/secret' })).toEqual(refused)
    const more = Buffer.from(`${genuine.body.toString()}&OptOutType=STOP`)
    expect(await receive({ ...genuine, body: more })).toEqual(refused)
    expect(await receive({ ...genuine, method: 'GET' })).toEqual(refused)
  })

  it('C15: what is not meant as words is read as it was signed', async () => {
    const Body = 'a+b & c=d %41 ü\n2'
    expect(await events(smsMessage({ Body }))).toMatchObject([{ body: Body }])
  })

  it('O3: after a call the survey goes by SMS, and there is nobody to reply to', async () => {
    const phone = phoneChannel({ account: SMS, baseUrl: fake.url })
    expect(Object.keys(phone).toSorted()).toEqual(['capabilities', 'receive', 'sendSurvey'])
    expect(await phone.sendSurvey(survey(SAM_PHONE))).toMatchObject({ kind: 'accepted' })
    expect(phoneAccount).toBe(smsAccount)
  })

  it('O3: no address of our own network is called that somebody has entered, unless the installation names it', async () => {
    const account = { ...SMS, api_url: fake.url }
    const send = (privateHosts: string[]) =>
      smsChannel({ account, privateHosts }).sendSurvey(survey(SAM_PHONE))
    expect(await send([])).toMatchObject({
      kind: 'retry',
      reason: 'unreachable',
      sentence: 'The provider could not be reached.',
    })
    expect(fake.state.asked).toEqual([])
    expect(await send(['127.0.0.1'])).toMatchObject({ kind: 'accepted' })
  })

  it('O1: an account is checked before it is stored, and is Twilio’s unless it says otherwise', () => {
    expect(smsAccount.parse(SMS)).toEqual({ ...SMS, api_url: 'https://api.twilio.com' })
    const own = { ...SMS, api_url: 'https://acme.example/api/laml/' }
    expect(smsAccount.parse(own).api_url).toBe('https://acme.example/api/laml')
    for (const sender of ['+15551234567', '12345', 'Acme Help', SMS_SERVICE]) {
      expect(smsAccount.safeParse({ ...SMS, sender }).success, sender).toBe(true)
    }
    for (const wrong of [
      { sender: 'A name that is too long' },
      { sender: '' },
      { account_sid: 'AC/../x' },
      { auth_token: 'short' },
      { api_url: 'http://127.0.0.1/' },
    ]) {
      expect(smsAccount.safeParse({ ...SMS, ...wrong }).success, JSON.stringify(wrong)).toBe(false)
    }
  })
})
