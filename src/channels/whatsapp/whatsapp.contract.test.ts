import { describeChannel, type Trouble } from '../../../test/kit/channel-contract.ts'
import { NOBODY } from '../../../test/kit/fakes/http-provider.ts'
import {
  SAM_NUMBER,
  startWhatsapp,
  WHATSAPP,
  whatsappEvents,
  whatsappHook,
} from '../../../test/kit/fakes/whatsapp.ts'
import { whatsappChannel } from './whatsapp.ts'

describeChannel({ name: 'whatsapp', open: openWhatsapp })

async function openWhatsapp() {
  const fake = await startWhatsapp()
  const connect = (account: typeof WHATSAPP | null, baseUrl = fake.url) =>
    whatsappChannel({ account, baseUrl, patienceMs: 300 })
  const channel = connect(WHATSAPP)
  return {
    channel,
    unconnected: connect(null),
    to: SAM_NUMBER,
    hostileAddresses: [
      '16315551181,16315559999',
      '16315551181\r\nto: 16315559999',
      'group:120363',
      '"},{"to":"16315559999',
      'US.1349/../x',
      '110',
    ],
    secrets: [WHATSAPP.access_token, WHATSAPP.app_secret],
    arrived: () => fake.state.arrived,
    attempts: () => fake.state.attempts,
    async inTrouble(trouble: Trouble) {
      if (trouble === 'is_gone') return connect(WHATSAPP, NOBODY)
      fake.state.trouble = trouble
      return channel
    },
    incoming: {
      genuine: () => whatsappHook(whatsappEvents.text('Hello')),
      forged: () => whatsappHook(whatsappEvents.text('Hello'), 'guessed-app-secret'),
      malformed: () => whatsappHook('{'),
      press: (press: string) => whatsappHook(whatsappEvents.listReply(press)),
    },
    hangUpAfter: fake.hangUpAfter,
    answerStrangely: fake.answerStrangely,
    reset: fake.reset,
    close: fake.close,
  }
}
