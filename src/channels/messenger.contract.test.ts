import { describeChannel, type Trouble } from '../../test/kit/channel-contract.ts'
import {
  graphEvents,
  graphHook,
  MESSENGER,
  messengerLimits,
  SAM,
  startGraph,
} from '../../test/kit/fakes/graph.ts'
import { NOBODY } from '../../test/kit/fakes/http-provider.ts'
import { messengerChannel } from './messenger.ts'

describeChannel({ name: 'messenger', open: openMessenger })

async function openMessenger() {
  const fake = await startGraph(messengerLimits)
  const connect = (account: typeof MESSENGER | null, baseUrl = fake.url) =>
    messengerChannel({ account, baseUrl, patienceMs: 300 })
  const channel = connect(MESSENGER)
  const events = graphEvents('page', MESSENGER.page_id)
  const hello = events.message({ text: 'Hello' })
  return {
    channel,
    unconnected: connect(null),
    to: SAM,
    hostileAddresses: [`${SAM},24711000710002`, `${SAM}\r\nto: 1`, `${SAM}/../x`, '{"id":1}', '-1', 'me'],
    secrets: [MESSENGER.page_access_token, MESSENGER.app_secret, MESSENGER.verify_token],
    arrived: () => fake.state.arrived,
    attempts: () => fake.state.attempts,
    async inTrouble(trouble: Trouble) {
      if (trouble === 'is_gone') return connect(MESSENGER, NOBODY)
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
