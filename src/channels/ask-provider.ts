import { systemClock } from '../platform/clock.ts'
import { askOutside, hostOf } from '../platform/outside/outside.ts'
import type { Instant } from '../policy/decision.ts'
import { type Failed, failed } from './failure.ts'

/** What a provider answered: `json` is null when its body is none. */
export type Answered = { kind: 'answered'; status: number; headers: Headers; json: unknown; text: string }

type Ask = {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  /** Sent as JSON, or as a form when it is one. */
  body?: Record<string, unknown> | URLSearchParams
  patienceMs: number
  /** What must not come back out in a sentence. */
  secrets: string[]
  /** The address that the adapter is made with, the provider's own: not one that people have entered. */
  base?: string | undefined
  /** Hosts of our own network that may be called (CANDOR_PRIVATE_HOSTS). */
  privateHosts?: readonly string[] | undefined
}

/** Answers of providers are small; whatever is larger is none. */
const MAX_BYTES = 2 ** 20

/**
 * One request to a provider's HTTP API, with a limit of time and of bytes, and without following it elsewhere. It leads
 * only out into the world (see `askOutside`), but for `base`. What it answered, whatever the status; or that it could
 * not be reached (O3), and why not is not told apart, so that nobody looks around in our network with it; or that it
 * was reached and what it made of the request is not known (`no_answer`).
 */
export async function askProvider(url: string, ask: Ask): Promise<Answered | Failed> {
  const { method = 'POST', headers, body, patienceMs, base, privateHosts = [] } = ask
  if (!URL.canParse(url)) return failed('unreachable')
  const sent = body instanceof URLSearchParams ? body.toString() : body && JSON.stringify(body)
  const type = body instanceof URLSearchParams ? FORM : JSON_TYPE
  let isReached = false
  const answer = await askOutside(
    url,
    { method, headers: { ...(body ? { 'content-type': type } : {}), ...headers }, body: sent },
    {
      patienceMs,
      maxBytes: MAX_BYTES,
      onConnected: () => {
        isReached = true
      },
      privateHosts: base === undefined ? privateHosts : [...privateHosts, hostOf(new URL(base))],
    },
  )
  if (answer.kind === 'failed') return failed(isReached ? 'no_answer' : 'unreachable')
  const { status, body: text, retryAfter } = answer
  const said = `status ${status}`
  const json = parsed(text)
  // A gateway that had no answer itself, one that nobody understands, or one that lies elsewhere (303): the provider
  // may have taken it.
  if ([303, 502, 504].includes(status) || (status < 300 && json === null)) {
    return failed('no_answer', { said })
  }
  if (status >= 300 && status < 400)
    return failed('unreachable', { said, why: 'The provider did not take it.' })
  const answered = new Headers(retryAfter === undefined ? {} : { 'retry-after': retryAfter })
  return { kind: 'answered', status, headers: answered, json, text }
}

const JSON_TYPE = 'application/json; charset=utf-8'
const FORM = 'application/x-www-form-urlencoded;charset=UTF-8'

const LONGEST_WAIT_MS = 3_600_000

/**
 * How long a provider asks us to wait, in milliseconds up to an hour, whatever it says: seconds, or the date of a
 * Retry-After (RFC 9110 § 10.2.3). Undefined when it does not say, or only what has passed.
 */
export function waitOf(said: unknown, now: Instant = systemClock.now()): number | undefined {
  if (typeof said !== 'number' && (typeof said !== 'string' || said.trim() === '')) return undefined
  const seconds = Number(said)
  const wait = Number.isNaN(seconds) ? Date.parse(String(said)) - now : Math.ceil(seconds * 1000)
  return wait > 0 ? Math.min(wait, LONGEST_WAIT_MS) : undefined
}

/** JSON from outside, or null. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
