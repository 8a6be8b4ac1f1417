import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { KEY, LONG, reply, survey } from '../../../test/kit/channel-facts.ts'
import { type Said, startHttpProvider } from '../../../test/kit/fakes/http-provider.ts'
import {
  reEngagement,
  refusal,
  SAM_NUMBER,
  SAM_USER_ID,
  startWhatsapp,
  WHATSAPP,
  WHATSAPP_TEMPLATE,
  whatsappChallenge,
  whatsappEvents,
  whatsappHook,
} from '../../../test/kit/fakes/whatsapp.ts'
import { languages } from '../../languages/catalogue.ts'
import type { IncomingRequest } from '../channel.ts'
import { whatsappAccount, type WhatsappAccount } from './whatsapp-account.ts'
import { whatsappChannel } from './whatsapp.ts'

let fake: Awaited<ReturnType<typeof startWhatsapp>>
beforeAll(async () => {
  fake = await startWhatsapp()
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

const channel = (more: Partial<WhatsappAccount> = {}) =>
  whatsappChannel({ account: { ...WHATSAPP, ...more }, baseUrl: fake.url })
const asked = (at = 0) => JSON.parse(fake.state.asked[at]!.body)
const kinds = () => fake.state.asked.map((_, at) => asked(at).type)
const events = async (notification: unknown) => {
  const result = await channel().receive!(whatsappHook(notification))
  if (result.kind !== 'events') throw new Error(result.kind)
  return result.events
}
const HOUR = 3_600_000

/** What becomes of a survey when the Cloud API answers like this. */
async function fate(said: Said) {
  const sick = await startHttpProvider(() => said)
  const result = await whatsappChannel({ account: WHATSAPP, baseUrl: sick.url }).sendSurvey(
    survey(SAM_NUMBER),
  )
  await sick.close()
  return result
}

describe('whatsapp', () => {
  it('O3, O4: five scores are a list behind one button, whose rows rate; the link stands in the text', async () => {
    const out = survey(SAM_NUMBER)
    expect(await channel().sendSurvey(out)).toEqual({ kind: 'accepted', providerId: 'wamid.HBgL1' })
    const titles = ['😡 Terrible', '😞 Poor', '😐 Okay', '🙂 Good', '😍 Excellent']
    expect(asked()).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      biz_opaque_callback_data: `survey.${KEY}`,
      to: SAM_NUMBER,
      type: 'interactive',
      interactive: {
        type: 'list',
        body: { text: `How was it?\n${out.link}` },
        action: {
          button: 'Rate now',
          sections: [{ rows: titles.map((title, at) => ({ id: out.pressFor(at + 1), title })) }],
        },
      },
    })
  })

  it('A2: thumbs are two buttons, stars are counted', async () => {
    const out = survey(SAM_NUMBER, { scale: 'thumbs', message: LONG })
    expect(await channel().sendSurvey(out)).toMatchObject({ kind: 'accepted' })
    await channel().sendSurvey(survey(SAM_NUMBER, { scale: 'stars' }))
    expect(asked().interactive.action.buttons).toEqual([
      { type: 'reply', reply: { id: out.pressFor(1), title: '👎 Not good' } },
      { type: 'reply', reply: { id: out.pressFor(5), title: '👍 Good' } },
    ])
    expect(asked(1).interactive.action.sections[0].rows[0].title).toBe('1 ★ Terrible')
  })

  it('O3: every language fits into what WhatsApp allows on buttons and rows', async () => {
    for (const language of languages) {
      for (const scale of ['emoji', 'stars', 'thumbs'] as const) {
        const out = { ...survey(SAM_NUMBER, { scale }), language }
        expect(await channel().sendSurvey(out), `${language} ${scale}`).toMatchObject({ kind: 'accepted' })
      }
    }
    expect(JSON.stringify(fake.state.asked.map((_, at) => asked(at).interactive))).not.toContain('…')
  })

  it('O3, O12: outside the 24 hours the template asks instead, at once, with question and link', async () => {
    fake.closeWindow()
    const out = survey(SAM_NUMBER, { message: 'Did Ada\nhelp?' })
    expect(await channel(WHATSAPP_TEMPLATE).sendSurvey(out)).toMatchObject({ kind: 'accepted' })
    expect(kinds()).toEqual(['interactive', 'template'])
    expect(asked(1).template).toEqual({
      name: 'support_survey',
      language: { code: 'en_US' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Did Ada help?' },
            { type: 'text', text: out.link },
          ],
        },
      ],
    })
  })

  it('O3: the template may have the link behind its button', async () => {
    fake.closeWindow()
    const out = survey(SAM_NUMBER)
    await channel({ ...WHATSAPP_TEMPLATE, template_link: 'button' }).sendSurvey(out)
    expect(asked(1).template.components).toEqual([
      { type: 'body', parameters: [{ type: 'text', text: 'How was it?' }] },
      {
        type: 'button',
        sub_type: 'url',
        index: '0',
        parameters: [{ type: 'text', text: out.link.replace('https://candor.test/s/', '') }],
      },
    ])
  })

  it('O3: who is known to have written too long ago is sent the template only', async () => {
    const out = survey(SAM_NUMBER)
    const sent = async (lastInboundAt: number | null | undefined, more = WHATSAPP_TEMPLATE) => {
      fake.reset()
      await channel(more).sendSurvey({ ...out, lastInboundAt })
      return kinds()
    }
    expect(await sent(out.at - 23 * HOUR)).toEqual(['interactive'])
    expect(await sent(out.at - 24 * HOUR)).toEqual(['template'])
    expect(await sent(null)).toEqual(['template'])
    expect(await sent(undefined)).toEqual(['interactive'])
    // Without a template there is nothing to lose: what we know may not be all.
    expect(await sent(null, {} as typeof WHATSAPP_TEMPLATE)).toEqual(['interactive'])
  })

  it('O3: without a template, and for replies, the closed window is the reason', async () => {
    fake.closeWindow()
    const closed = { kind: 'rejected', reason: 'window_closed' }
    expect(await channel().sendSurvey(survey(SAM_NUMBER))).toMatchObject(closed)
    expect(await channel(WHATSAPP_TEMPLATE).sendMessage!(reply(SAM_NUMBER, 'Hi'))).toMatchObject(closed)
    expect(fake.state.arrived).toEqual([])
  })

  it('O3: what the code says decides whether it is the contact, the window, the account or the moment', async () => {
    const cases = [
      [131_026, { kind: 'rejected', reason: 'address_refused' }],
      [131_047, { kind: 'rejected', reason: 'window_closed' }],
      [131_050, { kind: 'rejected', reason: 'opted_out' }],
      [132_001, { kind: 'rejected', reason: 'refused' }],
      [190, { kind: 'retry', reason: 'login_refused' }],
      [200, { kind: 'retry', reason: 'login_refused' }],
      [131_042, { kind: 'retry', reason: 'login_refused' }],
      [130_429, { kind: 'retry', reason: 'asked_to_wait' }],
      [80_007, { kind: 'retry', reason: 'asked_to_wait' }],
      [131_056, { kind: 'retry', reason: 'asked_to_wait' }],
      [131_016, { kind: 'retry', reason: 'unreachable' }],
    ] as const
    for (const [code, expected] of cases) {
      expect(await fate(refusal(code, 'because')), `${code}`).toMatchObject(expected)
    }
    const said = refusal(132_999, 'because')
    expect(await fate({ ...said, status: 500 })).toMatchObject({ kind: 'retry', reason: 'unreachable' })
    expect(await fate({ status: 502, body: '<html>' })).toMatchObject({ reason: 'no_answer' })
    expect(await fate(reEngagement)).toMatchObject({
      sentence: expect.stringContaining('more than 24 hours'),
    })
  })

  it('O3: a tap on a row or a button rates; other programs’ buttons are words', async () => {
    const press = survey('').pressFor(4)
    const rated = [
      { kind: 'press', press, from: SAM_NUMBER, eventId: 'wamid.HBgLSam1', at: 1_772_000_100_000 },
    ]
    expect(await events(whatsappEvents.listReply(press))).toEqual(rated)
    expect(await events(whatsappEvents.buttonReply(press))).toEqual(rated)
    const quick = { type: 'button', button: { payload: press, text: 'Good' } }
    expect(await events(whatsappEvents.message(quick))).toEqual(rated)
    expect(await events(whatsappEvents.listReply('menu_1', 'Opening hours'))).toMatchObject([
      { kind: 'message', body: 'Opening hours', inReplyTo: 'wamid.HBgL1' },
    ])
  })

  it('C15: a message carries name, time and what it answers; wordless ones say what they are', async () => {
    const context = { from: '15550783881', id: 'wamid.HBgL1' }
    expect(
      await events(whatsappEvents.message({ type: 'text', text: { body: 'Where is it?' }, context })),
    ).toEqual([
      {
        kind: 'message',
        eventId: 'wamid.HBgLSam1',
        at: 1_772_000_100_000,
        from: SAM_NUMBER,
        name: 'Sam Customer',
        body: 'Where is it?',
        inReplyTo: 'wamid.HBgL1',
      },
    ])
    const image = { id: '2', mime_type: 'image/jpeg', sha256: 'x' }
    const said = async (fields: Record<string, unknown>) => events(whatsappEvents.message(fields))
    expect(await said({ type: 'image', image })).toMatchObject([{ body: '[image]' }])
    expect(await said({ type: 'image', image: { ...image, caption: 'Broken' } })).toMatchObject([
      { body: 'Broken' },
    ])
    expect(await said({ type: 'reaction', reaction: { emoji: '👍', message_id: 'x' } })).toEqual([])
  })

  it('C15: who keeps the number private is known and answered by the id', async () => {
    const hidden = whatsappEvents.message({ type: 'text', text: { body: 'Hi' }, from: undefined })
    expect(await events(hidden)).toMatchObject([{ from: SAM_USER_ID, name: 'Sam Customer' }])
    expect(await channel().sendSurvey(survey(SAM_USER_ID))).toMatchObject({ kind: 'accepted' })
    expect(asked()).toMatchObject({ recipient: SAM_USER_ID })
    expect(asked().to).toBeUndefined()
  })

  it('C15: a number may be written as people do, or as WhatsApp does', async () => {
    for (const to of ['16315551181', '+1 (631) 555-1181']) await channel().sendSurvey(survey(to))
    expect(fake.state.arrived.map(({ to }) => to)).toEqual([[SAM_NUMBER], [SAM_NUMBER]])
  })

  it('C15: STOP and START are consent', async () => {
    expect(await events(whatsappEvents.text('Stop'))).toMatchObject([{ kind: 'consent', given: false }])
    expect(await events(whatsappEvents.text('START'))).toMatchObject([{ kind: 'consent', given: true }])
  })

  it('O3: delivered, read and failed are receipts, each once; the window may close only there', async () => {
    const receipt = { kind: 'delivery', at: 1_772_000_200_000, providerId: 'wamid.HBgL1' }
    expect(await events(whatsappEvents.status('sent'))).toEqual([])
    const named = { biz_opaque_callback_data: `survey.${KEY}` }
    expect(await events(whatsappEvents.status('sent', named))).toMatchObject([
      { kind: 'taken', providerId: receipt.providerId, reference: `survey.${KEY}` },
    ])
    for (const status of ['delivered', 'read']) {
      const expected = { ...receipt, eventId: `wamid.HBgL1.${status}`, failure: null, reference: null }
      expect(await events(whatsappEvents.status(status))).toEqual([expected])
    }
    const failedWith = async (code: number, title: string) =>
      events(whatsappEvents.status('failed', { errors: [{ code, title, error_data: { details: 'Why.' } }] }))
    expect(await failedWith(131_047, 'Re-engagement message')).toMatchObject([
      { ...receipt, eventId: 'wamid.HBgL1.failed', failure: { kind: 'rejected', reason: 'window_closed' } },
    ])
    expect(await failedWith(131_026, 'Message undeliverable')).toMatchObject([
      { failure: { reason: 'address_refused', sentence: expect.stringContaining('undeliverable: Why.') } },
    ])
    expect(await events(whatsappEvents.status('failed'))).toMatchObject([{ failure: { reason: 'refused' } }])
  })

  it('C15: what is of another number of the app is not ours, nor is what we do not know', async () => {
    expect(await events(whatsappEvents.message({ type: 'text', text: { body: 'Hi' } }, '1'))).toEqual([])
    const change = { field: 'account_update', value: { event: 'VERIFIED_ACCOUNT' } }
    expect(
      await events({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [change] }] }),
    ).toEqual([])
  })

  it('C15: the address is ours for whoever has the verify token', async () => {
    const receive = (request: IncomingRequest) => channel().receive!(request)
    expect(await receive(whatsappChallenge())).toEqual({
      kind: 'handshake',
      answer: { contentType: 'text/plain', body: '1158201444' },
    })
    const refused = { kind: 'refused', reason: 'bad_signature' }
    expect(await receive(whatsappChallenge({ 'hub.verify_token': 'guessed' }))).toEqual(refused)
    expect(await receive(whatsappChallenge({ 'hub.mode': 'unsubscribe' }))).toEqual(refused)
    expect(await receive(whatsappChallenge({ 'hub.challenge': '<script>' }))).toMatchObject({
      reason: 'malformed',
    })
  })

  it('O1: an account is checked before it is stored; the template may be left out', () => {
    const stored = { ...WHATSAPP, template_language: 'en', template_link: 'body' }
    expect(whatsappAccount.parse(WHATSAPP)).toEqual(stored)
    expect(whatsappAccount.safeParse({ ...WHATSAPP, ...WHATSAPP_TEMPLATE }).success).toBe(true)
    for (const wrong of [
      { phone_number_id: '+1 555' },
      { access_token: 'x y' },
      { verify_token: 'short' },
      { template_name: 'Not A Name' },
    ]) {
      expect(whatsappAccount.safeParse({ ...WHATSAPP, ...wrong }).success, JSON.stringify(wrong)).toBe(false)
    }
  })
})
