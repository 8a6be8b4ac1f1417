import { describeChannel, type Trouble } from '../../../test/kit/channel-contract.ts'
import {
  graphEvents,
  graphHook,
  INSTAGRAM,
  instagramLimits,
  MESSENGER,
  messengerLimits,
  SAM,
  startGraph,
} from '../../../test/kit/fakes/graph.ts'
import { NOBODY } from '../../../test/kit/fakes/http-provider.ts'
import type { Channel } from '../channel.ts'
import { instagramChannel } from './instagram.ts'
import { messengerChannel } from './messenger.ts'

type Deps = { baseUrl: string; patienceMs: number }
type Kind = {
  limits: typeof messengerLimits
  events: ReturnType<typeof graphEvents>
  account: { page_access_token: string; app_secret: string; verify_token: string }
  make: (isConnected: boolean, deps: Deps) => Channel
}

describeChannel({
  name: 'messenger',
  open: () =>
    openGraph({
      limits: messengerLimits,
      events: graphEvents('page', MESSENGER.page_id),
      account: MESSENGER,
      make: (isConnected, deps) => messengerChannel({ account: isConnected ? MESSENGER : null, ...deps }),
    }),
})
describeChannel({
  name: 'instagram',
  open: () =>
    openGraph({
      limits: instagramLimits,
      events: graphEvents('instagram', INSTAGRAM.instagram_id),
      account: INSTAGRAM,
      make: (isConnected, deps) => instagramChannel({ account: isConnected ? INSTAGRAM : null, ...deps }),
    }),
})

async function openGraph({ limits, events, account, make }: Kind) {
  const fake = await startGraph(limits)
  const connect = (isConnected: boolean, baseUrl = fake.url) =>
    make(isConnected, { baseUrl, patienceMs: 300 })
  const channel = connect(true)
  const hello = events.message({ text: 'Hello' })
  return {
    channel,
    unconnected: connect(false),
    to: SAM,
    hostileAddresses: [`${SAM},24711000710002`, `${SAM}\r\nto: 1`, `${SAM}/../x`, '{"id":1}', '-1', 'me'],
    secrets: [account.page_access_token, account.app_secret, account.verify_token],
    arrived: () => fake.state.arrived,
    attempts: () => fake.state.attempts,
    async inTrouble(trouble: Trouble) {
      if (trouble === 'is_gone') return connect(true, NOBODY)
      fake.state.trouble = trouble
      return channel
    },
    incoming: {
      genuine: () => graphHook(hello),
      forged: () => graphHook(hello, 'ffffffffffffffffffffffffffffffff'),
      malformed: () => graphHook('{'),
      press: (press: string) => graphHook(events.press(press)),
    },
    hangUpAfter: fake.hangUpAfter,
    answerStrangely: fake.answerStrangely,
    reset: fake.reset,
    close: fake.close,
  }
}
