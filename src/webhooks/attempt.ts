import type { Context } from '../platform/context.ts'
import { unseal } from '../platform/crypto.ts'
import { type OutsideFailure, postOutside } from '../platform/outside.ts'
import type { WebhookAttempt } from '../platform/tables-webhooks.ts'
import { webhookHeaders } from '../platform/webhook-signature.ts'
import { meaningOf, wishOf } from '../policy/delivery-plan.ts'
import type { DeliveryRow, EndpointRow } from './store.ts'

/** How long a receiver may take, in milliseconds; how much of its answer is kept, in bytes. */
const PATIENCE_MS = 15_000
const EXCERPT = 2000

/** What every message is sent with, beside what signs it. */
export const HEADERS = {
  'content-type': 'application/json',
  'user-agent': 'Candor-Webhooks',
} as const

export type Made = {
  attempt: WebhookAttempt
  meaning: 'taken' | 'gone' | 'failed'
  /** For how long the receiver wants to be left alone, in milliseconds. */
  wish: number | null
}

type Message = Pick<DeliveryRow, 'event_id' | 'body'>
type To = Pick<EndpointRow, 'url' | 'secret' | 'old_secret' | 'old_secret_until'>

/** Hands one message to its endpoint, signed as Standard Webhooks says, and tells what came of it (O8). */
export async function attempt(
  ctx: Pick<Context, 'clock' | 'config' | 'keys'>,
  endpoint: To,
  message: Message,
  options: { byHand: boolean; patienceMs?: number },
): Promise<Made> {
  const { patienceMs = PATIENCE_MS } = options
  const at = ctx.clock.now()
  const headers = {
    ...HEADERS,
    ...webhookHeaders(secretsOf(ctx, endpoint), { id: message.event_id, at, body: message.body }),
  }
  const privateHosts = ctx.config.privateHosts ?? []
  const answer = await postOutside(
    endpoint.url,
    { body: message.body, headers },
    { patienceMs, maxBytes: EXCERPT, privateHosts, cut: true },
  )
  const now = ctx.clock.now()
  const kept = { at, ms: Math.max(0, now - at), by_hand: options.byHand }
  if (answer.kind === 'failed') {
    const error = sentenceOf(answer.reason, patienceMs)
    return {
      attempt: { ...kept, status: null, response: null, error },
      meaning: 'failed',
      wish: null,
    }
  }
  const meaning = meaningOf(answer.status)
  return {
    attempt: {
      ...kept,
      status: answer.status,
      response: keepable(answer.body),
      error: meaning === 'taken' ? null : refusalOf(answer.status),
    },
    meaning,
    wish: wishOf(answer.retryAfter ?? null, now),
  }
}

/** The secret, and beside it the one before for as long as that is good. */
function secretsOf({ clock, keys }: Pick<Context, 'clock' | 'keys'>, endpoint: To): string[] {
  const { secret, old_secret: old, old_secret_until: until } = endpoint
  const sealed = old !== null && until !== null && clock.now() < until ? [secret, old] : [secret]
  return sealed.map((each) => unseal(keys.sealing, each))
}

function sentenceOf(reason: OutsideFailure, patienceMs: number): string {
  switch (reason) {
    case 'unreachable':
      return 'It could not be reached.'
    case 'too_slow':
      return `It did not answer within ${Math.ceil(patienceMs / 1000)} seconds.`
    case 'too_large':
      return 'Its answer is too large.'
    case 'private_address':
      return 'Its address lies in a private network.'
    case 'not_https':
      return 'Its address does not start with https://.'
  }
}

function refusalOf(status: number): string {
  if (status >= 300 && status <= 399) return `It answered with a redirect (${status}), which is not followed.`
  if (status === 410) return 'It answered with status 410: it wants nothing any more.'
  return `It answered with status ${status} instead of 2xx.`
}

/** What the database can hold of an answer: no NUL, and no half of a character where it was cut. */
function keepable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed()
}
