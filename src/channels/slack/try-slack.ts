import { askProvider } from '../ask-provider.ts'
import type { Tried } from '../connector.ts'
import { triedBy, UNREACHED } from '../tried.ts'
import { SLACK_URL, type SlackAccount, slackFailure } from './slack.ts'

/**
 * Does Slack take this token (O3)? `auth.test` says whose it is, needs no scope and sends nothing
 * (docs.slack.dev/reference/methods/auth.test). The signing secret cannot be tried: Slack alone signs with it.
 */
export async function trySlack(deps: {
  account: SlackAccount
  baseUrl?: string
  patienceMs?: number
}): Promise<Tried> {
  const { account, baseUrl = SLACK_URL, patienceMs = 10_000 } = deps
  const answer = await askProvider(`${baseUrl}/api/auth.test`, {
    headers: { authorization: `Bearer ${account.bot_token}` },
    body: new URLSearchParams(),
    patienceMs,
    base: baseUrl,
    secrets: [account.bot_token],
  })
  if (answer.kind !== 'answered') return UNREACHED
  const failure = slackFailure(answer, account)
  return failure ? triedBy(failure, 'bot_token') : { kind: 'works' }
}
