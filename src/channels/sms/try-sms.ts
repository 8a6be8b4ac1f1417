import { z } from 'zod'
import { askProvider } from '../ask-provider.ts'
import type { Tried } from '../connector.ts'
import { failed } from '../failure.ts'
import { SMS_URL, type SmsAccount } from './sms.ts'

/** “Resource not accessible with Test Account Credentials.” */
const TEST_LOGIN = 20008

/**
 * Does the provider take this login? Reads the account itself, which costs nothing (O3;
 * twilio.com/docs/iam/api/account). Providers that only speak the Messages API may have no such thing: then it cannot be
 * told.
 */
export async function trySms(deps: {
  account: SmsAccount
  privateHosts: readonly string[]
  baseUrl?: string
  patienceMs?: number
}): Promise<Tried> {
  const { account, privateHosts, patienceMs = 10_000 } = deps
  const base = deps.baseUrl ?? account.api_url ?? SMS_URL
  const isTwilio = (account.api_url ?? SMS_URL) === SMS_URL
  const login = Buffer.from(`${account.account_sid}:${account.auth_token}`).toString('base64')
  const secrets = [login, account.auth_token]
  const answer = await askProvider(`${base}/2010-04-01/Accounts/${account.account_sid}.json`, {
    method: 'GET',
    headers: { authorization: `Basic ${login}` },
    patienceMs,
    base: deps.baseUrl,
    privateHosts,
    secrets,
  })
  if (answer.kind !== 'answered') {
    // Nothing was handed over that could have arrived.
    return { kind: 'failing', sentence: failed('unreachable').sentence }
  }
  const { code, message, status: standing } = reply.safeParse(answer.json).data ?? {}
  if (answer.status < 300) {
    const isShut = standing === 'suspended' || standing === 'closed'
    return isShut ? { kind: 'failing', sentence: `The account is ${standing}.` } : { kind: 'works' }
  }
  const words = { said: message ?? `status ${answer.status}`, secrets }
  if (answer.status === 401) {
    return { kind: 'wrong', field: 'auth_token', sentence: failed('login_refused', words).sentence }
  }
  if (answer.status === 404 && isTwilio) {
    return { kind: 'wrong', field: 'account_sid', sentence: 'Twilio knows no such account.' }
  }
  if (answer.status === 429 || answer.status >= 500) {
    return { kind: 'failing', sentence: failed('unreachable', words).sentence }
  }
  if (isTwilio && code !== TEST_LOGIN) {
    return { kind: 'failing', sentence: failed('login_refused', words).sentence }
  }
  return { kind: 'not_tried' }
}

const reply = z.object({
  code: z.coerce.number().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  status: z.string().optional().catch(undefined),
})
