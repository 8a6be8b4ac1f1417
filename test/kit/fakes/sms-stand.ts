import type { Channel } from '../../../src/channels/channel.ts'
import type { SmsDeps } from '../../../src/channels/sms/sms.ts'
import type { Stand, Trouble } from '../channel-contract.ts'
import { NOBODY } from './http-provider.ts'
import { SAM_PHONE, SMS, SMS_HOOK, SMS_NOW, smsMessage, smsRequest, startSms } from './sms.ts'

/** A channel over SMS, connected to the fake. */
export async function openSms(make: (deps: SmsDeps) => Channel): Promise<Stand> {
  const fake = await startSms()
  const connect = (account: typeof SMS | null, baseUrl = fake.url) =>
    make({ account, hookUrl: SMS_HOOK, baseUrl, patienceMs: 300, now: () => SMS_NOW })
  const channel = connect(SMS)
  return {
    channel,
    unconnected: connect(null),
    to: SAM_PHONE,
    hostileAddresses: [
      '+491701234567,+491709999999',
      '+491701234567\r\nTo: +491709999999',
      '+491701234567&To=+491709999999',
      'whatsapp:+491709999999',
      '110',
    ],
    secrets: [SMS.auth_token, `${SMS.account_sid}:${SMS.auth_token}`],
    arrived: () => fake.state.arrived,
    attempts: () => fake.state.attempts,
    async inTrouble(trouble: Trouble) {
      if (trouble === 'is_gone') return connect(SMS, NOBODY)
      fake.state.trouble = trouble
      return channel
    },
    incoming: {
      genuine: () => smsRequest(smsMessage()),
      forged: () => smsRequest(smsMessage(), { token: 'guessed0auth0token0123456789abcd' }),
      malformed: () => smsRequest({ Body: 'Hello' }),
    },
    hangUpAfter: fake.hangUpAfter,
    answerStrangely: fake.answerStrangely,
    reset: fake.reset,
    close: fake.close,
  }
}
