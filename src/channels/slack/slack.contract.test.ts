import { describeChannel, type Trouble } from '../../../test/kit/channel-contract.ts'
import { NOBODY } from '../../../test/kit/fakes/http-provider.ts'
import {
  SLACK,
  SLACK_FORM,
  SLACK_NOW,
  slackMessage,
  slackPress,
  slackRequest,
  startSlack,
} from '../../../test/kit/fakes/slack.ts'
import { keyDigest } from '../chat-text.ts'
import { clientMessageId, slackChannel } from './slack.ts'

describeChannel({ name: 'slack', open: openSlack })

async function openSlack() {
  const fake = await startSlack()
  const connect = (account: typeof SLACK | null, baseUrl = fake.url) =>
    slackChannel({ account, baseUrl, patienceMs: 300, now: () => SLACK_NOW })
  const channel = connect(SLACK)
  const hello = slackMessage({ text: 'Hello', thread_ts: '1771999999.000100' })
  return {
    channel,
    unconnected: connect(null),
    to: 'C0HELP:1771999999.000100',
    hostileAddresses: [
      'C0HELP,C0OTHER',
      '#general',
      'C0HELP:1.2\r\nchannel: C0OTHER',
      '@sam',
      'C0HELP:1.2:U0SAM',
    ],
    secrets: [SLACK.bot_token, SLACK.signing_secret],
    arrived: () => fake.state.arrived,
    attempts: () => fake.state.attempts,
    async inTrouble(trouble: Trouble) {
      if (trouble === 'is_gone') return connect(SLACK, NOBODY)
      fake.state.trouble = trouble
      return channel
    },
    keyOf: (key: string) => clientMessageId(keyDigest('survey', key)),
    incoming: {
      genuine: () => slackRequest(hello),
      forged: () => slackRequest(hello, { secret: 'guessed-signing-secret' }),
      malformed: () => slackRequest('{'),
      press: (press: string) => slackRequest(slackPress(press), { type: SLACK_FORM }),
    },
    hangUpAfter: fake.hangUpAfter,
    answerStrangely: fake.answerStrangely,
    reset: fake.reset,
    close: fake.close,
  }
}
