import { chance } from '../platform/crypto.ts'
import type { Clock } from '../platform/clock.ts'
import type { Gate, SendResult } from './channel.ts'

/** What a provider is expected to bear from one workspace and process. */
export type Pace = {
  perSecond: number
  /** So many may go without a pause. */
  burst: number
  /** At the same time: a slow provider must leave the others their workers. One that answers quickly holds none. */
  atOnce: number
  atOnceIfQuick: number
  /** After so many attempts in a row that met nobody, it is left alone for a while. */
  failures: number
  restMs: number
  longestRestMs: number
}

export const PACE: Pace = {
  perSecond: 20,
  burst: 60,
  atOnce: 3,
  atOnceIfQuick: 3,
  failures: 5,
  restMs: 30_000,
  longestRestMs: 600_000,
}

/** Of the installation's own mail server: it says by itself (4xx) when it has enough. */
export const MAIL_PACE: Pace = { ...PACE, perSecond: 10_000, burst: 10_000, atOnceIfQuick: 10 }

/** So quick is quick, in milliseconds, as the mean of the last attempts or so. */
const QUICK_MS = 250

/**
 * A token bucket, a limit of attempts at once, and a breaker that opens after attempts in a row that met nobody: then
 * nobody goes for a while, after that one alone, and what comes of it opens the way for all or doubles the rest.
 */
export function makeGate(clock: Clock, pace: Pace = PACE): Gate {
  let tokens = pace.burst
  let filledAt = clock.now()
  let inside = 0
  // Nobody is quick who has not shown it.
  let meanMs = QUICK_MS * 2
  let misses = 0
  let restUntil = 0
  let restMs = pace.restMs

  function refill(): void {
    const now = clock.now()
    tokens = Math.min(pace.burst, tokens + (Math.max(0, now - filledAt) / 1000) * pace.perSecond)
    filledAt = now
  }

  /** How long to wait, 0 when the way is free. */
  function toWait(): number {
    const rest = restUntil - clock.now()
    const isTrying = misses >= pace.failures
    if (isTrying && rest > 0) return rest
    const places = meanMs < QUICK_MS ? pace.atOnceIfQuick : pace.atOnce
    if (inside >= (isTrying ? 1 : places)) return meanMs < QUICK_MS ? QUICK_MS : 500
    return tokens < 1 ? ((1 - tokens) / pace.perSecond) * 1000 : 0
  }

  function learn(result: SendResult | null): void {
    if (result === null) return
    if (result.kind !== 'retry' || !['unreachable', 'no_answer'].includes(result.reason)) {
      misses = 0
      restMs = pace.restMs
      return
    }
    misses += 1
    if (misses < pace.failures) return
    restUntil = clock.now() + restMs
    restMs = Math.min(restMs * 2, pace.longestRestMs)
  }

  return {
    enter() {
      refill()
      const wait = toWait()
      // Those who wait come back at different moments.
      if (wait > 0)
        return { kind: 'wait', afterMs: Math.ceil(wait + chance() * Math.max(wait, QUICK_MS * 2)) }
      tokens -= 1
      inside += 1
      const since = clock.now()
      let isInside = true
      return {
        kind: 'go',
        leave(result) {
          if (!isInside) return
          isInside = false
          inside -= 1
          if (result !== null) meanMs += (clock.now() - since - meanMs) / 8
          learn(result)
        },
      }
    },
  }
}

/** In app there is no provider to spare. */
export const openGate: Gate = { enter: () => ({ kind: 'go', leave() {} }) }
