import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { phoneNumber, wrongAddress } from './address.ts'
import { slackChannel } from './slack/slack.ts'
import { smsChannel } from './sms/sms.ts'
import { reply } from '../../test/kit/channel-facts.ts'
import { SLACK } from '../../test/kit/fakes/slack.ts'
import { SMS } from '../../test/kit/fakes/sms.ts'

let app: TestApp
beforeAll(async () => {
  app = await makeTestApp()
})
afterAll(() => app.close())

const NO_NUMBER = 'This is not a phone number with its country code, such as +49 170 1234567.'

describe('what an address looks like', () => {
  it('O3: a number has its country code, however it is written', () => {
    expect(phoneNumber('+49 170 (123) 45-67')).toBe('+491701234567')
    for (const wrong of ['0170 1234567', '491701234567', '+0170 1234567', '12345', '+49170\n1234567', '']) {
      expect([wrong, wrongAddress('sms', wrong)]).toEqual([wrong, NO_NUMBER])
    }
    expect(wrongAddress('whatsapp', '49 170 1234567')).toBeNull()
    expect(wrongAddress('whatsapp', 'DE.1349abcdef')).toBeNull()
  })

  it('O3: Slack reaches a person or a thread; its own name for the direct messages is none', () => {
    for (const right of ['U0SAM', 'W0SAM', 'C0HELP', 'C0HELP:1712345678.000100']) {
      expect(wrongAddress('slack', right)).toBeNull()
    }
    expect(wrongAddress('slack', 'D0SAM')).toContain('Use a member id (U…)')
  })

  it('O3: an adapter that asks no provider does not say that one refused', async () => {
    const sms = await smsChannel({ account: SMS }).sendMessage!(reply('0170 1234567', 'Hello'))
    expect(sms).toEqual({ kind: 'rejected', reason: 'address_refused', sentence: NO_NUMBER })
    const slack = await slackChannel({ account: SLACK }).sendMessage!(reply('D0SAM', 'Hello'))
    expect(slack).toMatchObject({ sentence: expect.stringContaining('Use a member id (U…)') })
  })

  it('O3: a contact is not given one that nobody can be reached at', async () => {
    const given = { phone: '0170 1234567', addresses: { slack: 'D0SAM', crm: 'anything' } }
    const refused = await app.api.post('/contacts', { external_id: 'a', ...given })
    expect(refused.status).toBe(422)
    expect(refused.body.fields).toEqual([
      { field: 'phone', message: NO_NUMBER },
      { field: 'addresses.slack', message: expect.stringContaining('Use a member id (U…)') },
    ])
    const right = { phone: '+49 170 1234567', addresses: { slack: 'U0SAM', crm: 'anything' } }
    const { status, body } = await app.api.post('/contacts', { external_id: 'a', ...right })
    expect([status, body.phone]).toEqual([201, '+49 170 1234567'])
    const changed = await app.api.patch(`/contacts/${body.id}`, { phone: '12345' })
    expect(changed.body.fields).toEqual([{ field: 'phone', message: NO_NUMBER }])
    expect((await app.api.patch(`/contacts/${body.id}`, { phone: null })).body.phone).toBeNull()
  })
})
