import type { Instant } from '../../policy/decision.ts'
import { meaningOf, wishOf } from '../../policy/handing/call-again.ts'
import type { Context } from '../context.ts'
import { type OutsideFailure, postOutside } from './outside.ts'
import { webhookHeaders } from './webhook-signature.ts'

/** How long whoever is called may take, in milliseconds; how much of the answer is read, in bytes. */
const PATIENCE_MS = 15_000
const EXCERPT = 2000

/** What every signed message is sent with, beside what signs it. */
export const SIGNED_HEADERS = {
  'content-type': 'application/json',
  'user-agent': 'Candor-Webhooks',
} as const

export type Called = {
  at: Instant
  /** How long it took, in milliseconds. */
  ms: number
  meaning: 'taken' | 'gone' | 'failed'
  /** Null: there was no answer. */
  status: number | null
  body: string | null
  /** Why it was not taken, for people; null: it was. */
  error: string | null
  /** For how long we are asked to wait, in milliseconds. */
  wish: number | null
}

/**
 * Posts a message, signed as Standard Webhooks says with each of the secrets, to an address that a workspace has
 * entered, and tells what came of it (O8, O9). `id` is the same at every attempt. `who` is the subject of the sentence.
 */
export async function callSigned(
  { clock, config }: Pick<Context, 'clock' | 'config'>,
  message: { url: string; secrets: readonly string[]; id: string; body: string },
  { who = 'It', patienceMs = PATIENCE_MS }: { who?: string; patienceMs?: number | undefined } = {},
): Promise<Called> {
  const { url, secrets, id, body } = message
  const at = clock.now()
  const answer = await postOutside(
    url,
    { body, headers: { ...SIGNED_HEADERS, ...webhookHeaders(secrets, { id, at, body }) } },
    { patienceMs, maxBytes: EXCERPT, privateHosts: config.privateHosts ?? [], cut: true },
  )
  const now = clock.now()
  const time = { at, ms: Math.max(0, now - at) }
  if (answer.kind === 'failed') {
    const error = `${who} ${failure(answer.reason, patienceMs)}.`
    return { ...time, meaning: 'failed', status: null, body: null, error, wish: null }
  }
  const meaning = meaningOf(answer.status)
  return {
    ...time,
    meaning,
    status: answer.status,
    body: answer.body,
    error: meaning === 'taken' ? null : `${who} ${refusal(answer.status)}.`,
    wish: wishOf(answer.retryAfter ?? null, now),
  }
}

function failure(reason: OutsideFailure, patienceMs: number): string {
  switch (reason) {
    case 'unreachable':
      return 'could not be reached'
    case 'too_slow':
      return `did not answer within ${Math.ceil(patienceMs / 1000)} seconds`
    case 'too_large':
      return 'answered with too much'
    case 'private_address':
      return 'lies in a private network'
    case 'not_https':
      return 'has an address that does not start with https://'
  }
}

function refusal(status: number): string {
  if (status >= 300 && status <= 399) return `answered with a redirect (${status}), which is not followed`
  if (status === 410) return 'answered with status 410: it wants nothing any more'
  return `answered with status ${status} instead of 2xx`
}
