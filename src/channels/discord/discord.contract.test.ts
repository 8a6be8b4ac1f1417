import { describeChannel, type Trouble } from '../../../test/kit/channel-contract.ts'
import {
  DISCORD,
  discordRequest,
  forgedDiscord,
  interactions,
  SAM,
  startDiscord,
} from '../../../test/kit/fakes/discord.ts'
import { NOBODY } from '../../../test/kit/fakes/http-provider.ts'
import { keyDigest } from '../chat-text.ts'
import { discordChannel } from './discord.ts'

describeChannel({ name: 'discord', open: openDiscord })

async function openDiscord() {
  const fake = await startDiscord()
  const connect = (account: typeof DISCORD | null, baseUrl = fake.url) =>
    discordChannel({ account, baseUrl, patienceMs: 300, publicUrl: 'https://candor.test' })
  const channel = connect(DISCORD)
  const hello = interactions.comment('Hello')
  return {
    channel,
    unconnected: connect(null),
    to: SAM,
    hostileAddresses: ['@everyone', `${SAM},710000000000000002`, `${SAM}/../1`, `${SAM}\r\nx: y`, 'sam#0001'],
    secrets: [DISCORD.bot_token, DISCORD.client_secret],
    arrived: () => fake.state.arrived,
    attempts: () => fake.state.attempts,
    async inTrouble(trouble: Trouble) {
      if (trouble === 'is_gone') return connect(DISCORD, NOBODY)
      fake.state.trouble = trouble
      return channel
    },
    keyOf: (key: string) => keyDigest('survey', key).toString('base64url'),
    incoming: {
      genuine: () => discordRequest(hello),
      forged: () => forgedDiscord(hello),
      malformed: () => discordRequest('{'),
      press: (press: string) => discordRequest(interactions.press(press)),
    },
    asksFirst: true,
    hangUpAfter: fake.hangUpAfter,
    answerStrangely: fake.answerStrangely,
    reset: fake.reset,
    close: fake.close,
  }
}
