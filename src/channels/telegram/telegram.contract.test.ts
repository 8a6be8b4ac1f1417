import { describeChannel, type Trouble } from '../../../test/kit/channel-contract.ts'
import { NOBODY } from '../../../test/kit/fakes/http-provider.ts'
import { startTelegram, TELEGRAM, telegramUpdate, updates } from '../../../test/kit/fakes/telegram.ts'
import { telegramChannel } from './telegram.ts'

describeChannel({ name: 'telegram', open: openTelegram })

async function openTelegram() {
  const fake = await startTelegram()
  const connect = (account: typeof TELEGRAM | null, baseUrl = fake.url) =>
    telegramChannel({ account, baseUrl, patienceMs: 300, now: () => 1_772_000_300_000 })
  const channel = connect(TELEGRAM)
  const hello = updates.message({ text: 'Hello' })
  return {
    channel,
    unconnected: connect(null),
    to: '710001',
    hostileAddresses: [
      '@everybody',
      '-1001234567890',
      '710001,710002',
      '710001\r\nchat_id: 1',
      '710001/../x',
    ],
    secrets: Object.values(TELEGRAM),
    arrived: () => fake.state.arrived,
    attempts: () => fake.state.attempts,
    async inTrouble(trouble: Trouble) {
      if (trouble === 'is_gone') return connect(TELEGRAM, NOBODY)
      fake.state.trouble = trouble
      return channel
    },
    incoming: {
      bearsSecret: true,
      genuine: () => telegramUpdate(hello),
      forged: () => telegramUpdate(hello, 'guessed-webhook-secret'),
      malformed: () => telegramUpdate('{'),
      press: (press: string) => telegramUpdate(updates.press(press)),
    },
    hangUpAfter: fake.hangUpAfter,
    answerStrangely: fake.answerStrangely,
    reset: fake.reset,
    close: fake.close,
  }
}
