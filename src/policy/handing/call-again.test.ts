import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isGivenUp, meaningOf, planRetry, planStepRetry, wishOf } from './call-again.ts'

const HOUR = 3_600_000
const START = Date.UTC(2026, 2, 2, 9)
const half = { chance: 0.5, wish: null }

describe('what an answer means', () => {
  it.each([
    [200, 'taken'],
    [202, 'taken'],
    [204, 'taken'],
    [299, 'taken'],
    [199, 'failed'],
    [301, 'failed'],
    [302, 'failed'],
    [307, 'failed'],
    [400, 'failed'],
    [404, 'failed'],
    [410, 'gone'],
    [429, 'failed'],
    [500, 'failed'],
    [503, 'failed'],
  ] as const)('O8: %i is %s', (status, meaning) => {
    expect(meaningOf(status)).toBe(meaning)
  })
})

describe('when it is tried again', () => {
  it('O8: the pauses grow from five seconds to half a day and end after three days', () => {
    const pauses: number[] = []
    let now = START
    for (let attempts = 1; ; attempts += 1) {
      const at = planRetry({ attempts, firstAt: START, now, ...half })
      if (at === null) break
      pauses.push((at - now) / 1000)
      now = at
    }
    expect(pauses).toEqual([
      5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 43_200, 43_200, 43_200, 43_200, 29_845,
    ])
    expect(now).toBe(START + 72 * HOUR)
  })

  it('O8: a receiver may ask for more time, up to a day, and never for less', () => {
    const after = (wish: number) => planRetry({ attempts: 1, firstAt: START, now: START, chance: 0.5, wish })
    expect(after(60_000)).toBe(START + 60_000)
    expect(after(1)).toBe(START + 5000)
    expect(after(90 * HOUR)).toBe(START + 24 * HOUR)
  })

  it('O8: always later than now, never after the end, and given up only at the end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 100 * HOUR }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 1000 * HOUR })),
        (attempts, passed, chance, wish) => {
          const now = START + passed
          const at = planRetry({ attempts, firstAt: START, now, chance, wish })
          if (passed >= 72 * HOUR) return at === null
          return at !== null && at > now && at <= START + 72 * HOUR
        },
      ),
    )
  })

  it('O8: Retry-After is read as seconds or as a date; nonsense is no wish', () => {
    expect(wishOf('120', START)).toBe(120_000)
    expect(wishOf(' 0 ', START)).toBe(0)
    expect(wishOf('Mon, 02 Mar 2026 09:01:00 GMT', START)).toBe(60_000)
    expect(wishOf('Mon, 02 Mar 2020 09:01:00 GMT', START)).toBe(0)
    for (const text of ['soon', '-5', '1e9', '', '99999999999999999999'])
      expect(wishOf(text, START)).toBeNull()
    expect(wishOf(null, START)).toBeNull()
  })
})

it('O8: an endpoint is switched off once everything failed for three days', () => {
  expect(isGivenUp({ failingSince: null, now: START })).toBe(false)
  expect(isGivenUp({ failingSince: START, now: START + 72 * HOUR - 1 })).toBe(false)
  expect(isGivenUp({ failingSince: START, now: START + 72 * HOUR })).toBe(true)
})

describe('when a step of a workflow is tried again', () => {
  it('O9: after pauses that grow fourfold, five times in all within three quarters of an hour', () => {
    const again = (attempts: number) => planStepRetry({ attempts, now: 0, gone: false, wish: null })
    expect([1, 2, 3, 4, 5].map(again)).toEqual([30_000, 120_000, 480_000, 1_920_000, null])
  })

  it('O9: never again where the receiver is gone; later where it asks for it, at most a day', () => {
    expect(planStepRetry({ attempts: 1, now: START, gone: true, wish: 1000 })).toBeNull()
    const after = (wish: number) => planStepRetry({ attempts: 1, now: START, gone: false, wish })
    expect([after(1000), after(HOUR), after(90 * HOUR)]).toEqual([
      START + 30_000,
      START + HOUR,
      START + 24 * HOUR,
    ])
  })
})
