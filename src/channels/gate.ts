import { chance } from '../platform/crypto.ts'
import type { Clock } from '../platform/clock.ts'
import type { Gate, SendResult } from './channel.ts'
import { makeTurns } from './turns.ts'

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
/** It is known how quick after so many attempts, or when the first took longer than so many milliseconds. */
const KNOWN_AFTER = 8
const KNOWN_AFTER_MS = 1000
/** As many are begun ahead of their turn as will have it within so many milliseconds, and not more than so many. */
const AHEAD_MS = 100
const AHEAD_AT_MOST = 60
/** Who has begun waits so long for his turn, and who has not for being let in, in milliseconds: each holds a worker. */
const TURN_MS = 2000
const LINE_MS = 400
const LINE_AT_MOST = 60
/** Who waits for others to be done comes back after that at the latest, in milliseconds: it may go quicker than thought. */
const LONGEST_MS = 8000

/**
 * A token bucket, a limit of attempts at once, and a breaker that opens after attempts in a row that met nobody: then
 * nobody goes for a while, after that one alone, and what comes of it opens the way for all or doubles the rest.
 */
export function makeGate(clock: Clock, pace: Pace = PACE): Gate {
  let tokens = pace.burst
  let filledAt = clock.now()
  // Nobody is quick who has not shown it.
  let meanMs = QUICK_MS * 2
  let attempts = 0
  let firstAskedAt: number | null = null
  let misses = 0
  let restUntil = 0
  let restMs = pace.restMs
  /** When the last of those who wait is to come back. */
  let lastBack = 0
  const insideTurns = makeTurns(room, { patienceMs: LINE_MS, atMost: LINE_AT_MOST })
  const providerTurns = makeTurns(places, { patienceMs: TURN_MS, atMost: Infinity })

  function refill(): void {
    const now = clock.now()
    tokens = Math.min(pace.burst, tokens + (Math.max(0, now - filledAt) / 1000) * pace.perSecond)
    filledAt = now
  }

  function isTrying(): boolean {
    return misses >= pace.failures
  }

  function isQuick(): boolean {
    return meanMs < QUICK_MS
  }

  /** How many may be at the provider: the quicker it is, the more. */
  function places(): number {
    if (isTrying()) return restUntil > clock.now() ? 0 : 1
    const wanted = Math.floor((pace.atOnceIfQuick * QUICK_MS) / Math.max(1, meanMs))
    return Math.max(pace.atOnce, Math.min(pace.atOnceIfQuick, wanted))
  }

  /** How many of these and of those who come next may have begun. */
  function room(): number {
    const ahead = isTrying() || !isQuick() ? 0 : Math.floor((places() * AHEAD_MS) / Math.max(1, meanMs))
    return places() + Math.min(AHEAD_AT_MOST, ahead)
  }

  function isKnown(): boolean {
    if (attempts >= KNOWN_AFTER) return true
    return firstAskedAt !== null && clock.now() - firstAskedAt > KNOWN_AFTER_MS
  }

  /** In a line it is worth waiting whose end may be near. */
  function isWorthWaiting(): boolean {
    return !isTrying() && (isQuick() || !isKnown())
  }

  function rest(): number {
    return isTrying() ? Math.max(0, restUntil - clock.now()) : 0
  }

  function wait(afterMs: number): { kind: 'wait'; afterMs: number } {
    return { kind: 'wait', afterMs: Math.ceil(afterMs) }
  }

  /** Those who wait come back one after the other. */
  function comeBack(soonestMs: number, gapMs: number): number {
    const now = clock.now()
    lastBack = Math.max(lastBack, now + soonestMs) + gapMs * (0.5 + chance())
    return lastBack - now
  }

  /** When to come back for who found no room. */
  function waitForRoom(): number {
    if (rest() > 0) return rest() * (1 + chance())
    if (!isKnown()) return QUICK_MS * (1 + 3 * chance())
    return Math.min(comeBack(QUICK_MS, meanMs / places()), LONGEST_MS * (1 + chance()))
  }

  function learn(result: SendResult | null, ms: number): void {
    if (result === null) return
    attempts += 1
    meanMs += (ms - meanMs) / 8
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

  /** Whom others kept waiting shows that it is not quick; what fails by our own fault shows nothing. */
  async function ask(send: () => Promise<SendResult>): Promise<SendResult | null> {
    if (!(await providerTurns.come())) {
      meanMs = Math.max(meanMs, QUICK_MS)
      return null
    }
    const since = clock.now()
    firstAskedAt ??= since
    let result: SendResult | null = null
    try {
      return (result = await send())
    } finally {
      learn(result, clock.now() - since)
      providerTurns.go()
    }
  }

  return {
    async enter() {
      refill()
      if (rest() > 0) return wait(waitForRoom())
      if (tokens < 1) return wait(comeBack(((1 - tokens) / pace.perSecond) * 1000, 1000 / pace.perSecond))
      tokens -= 1
      if (!(await insideTurns.come(isWorthWaiting()))) {
        tokens += 1
        return wait(waitForRoom())
      }
      let isInside = true
      return {
        kind: 'go',
        ask,
        leave() {
          if (isInside) insideTurns.go()
          isInside = false
        },
      }
    },
  }
}

/** In app there is no provider to spare. */
export const openGate: Gate = { enter: async () => ({ kind: 'go', ask: (send) => send(), leave() {} }) }
