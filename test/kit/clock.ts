import type { Clock } from '../../src/platform/clock.ts'
import type { Instant } from '../../src/policy/decision.ts'

/** A clock that stands still until a test moves it. */
export type TestClock = Clock & { set(instant: Instant): void; advance(ms: number): void }

export function makeClock(start: string | Instant = '2026-03-02T09:00:00Z'): TestClock {
  let now = typeof start === 'string' ? Date.parse(start) : start
  return {
    now: () => now,
    set: (instant) => {
      now = instant
    },
    advance: (ms) => {
      now += ms
    },
  }
}

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
