import { describeChannel, type Trouble } from '../../test/kit/channel-contract.ts'
import {
  graphEvents,
  graphHook,
  INSTAGRAM,
  instagramLimits,
  SAM,
  startGraph,
} from '../../test/kit/fakes/graph.ts'
import { NOBODY } from '../../test/kit/fakes/http-provider.ts'
import { instagramChannel } from './instagram.ts'

describeChannel({ name: 'instagram', open: openInstagram })

async function openInstagram() {
  const fake = await startGraph(instagramLimits)
  const connect = (account: typeof INSTAGRAM | null, baseUrl = fake.url) =>
    instagramChannel({ account, baseUrl, patienceMs: 300 })
  const channel = connect(INSTAGRAM)
  const events = graphEvents('instagram', INSTAGRAM.instagram_id)
  const hello = events.message({ text: 'Hello' })
  return {
    channel,
    unconnected: connect(null),
    to: SAM,
    hostileAddresses: [`${SAM},24711000710002`, `${SAM}\r\nto: 1`, `${SAM}/../x`, '{"id":1}', '-1', 'me'],
    secrets: [INSTAGRAM.page_access_token, INSTAGRAM.app_secret, INSTAGRAM.verify_token],
    arrived: () => fake.state.arrived,
    attempts: () => fake.state.attempts,
    async inTrouble(trouble: Trouble) {
      if (trouble === 'is_gone') return connect(INSTAGRAM, NOBODY)
      fake.state.trouble = trouble
      return channel
    },
    incoming: {
      genuine: () => graphHook(hello),
      forged: () => graphHook(hello, 'ffffffffffffffffffffffffffffffff'),
      malformed: () => graphHook('{'),
      press: (press: string) => graphHook(events.press(press)),
    },
    reset: fake.reset,
    close: fake.close,
  }
}
