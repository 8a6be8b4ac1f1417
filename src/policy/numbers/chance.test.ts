import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chanceOfRise,
  chiSquareTail,
  describeAverageChange,
  describeChange,
  logGamma,
  normalTails,
  percent,
} from './chance.ts'
import { wilson95 } from '../score.ts'

describe('golden values', () => {
  it.each([
    [430, 474, 0.877676, 0.930124],
    [10, 14, 0.453509, 0.882786],
    [960, 1200, 0.776427, 0.821659],
    [4, 4, 0.510109, 1],
    [0, 5, 0, 0.434482],
  ])('A10: the 95 %% Wilson interval of %i of %i is %f to %f', (part, whole, low, high) => {
    const interval = wilson95(part, whole)
    expect(interval.low).toBeCloseTo(low, 6)
    expect(interval.high).toBeCloseTo(high, 6)
  })

  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4.
  it.each([
    [3.841459, 1, 0.05],
    [6.634897, 1, 0.01],
    [5.991465, 2, 0.05],
    [7.814728, 3, 0.05],
    [9.487729, 4, 0.05],
    [13.276704, 4, 0.01],
    [18.466827, 4, 0.001],
    [124.342113, 100, 0.05],
  ])('A8: chi-square of %f with %i degrees of freedom is %f', (value, degrees, p) => {
    expect(chiSquareTail(value, degrees)).toBeCloseTo(p, 7)
  })

  it('A8: the normal tails are those of the tables', () => {
    expect(normalTails(1.959963984540054)).toBeCloseTo(0.05, 10)
    expect(normalTails(-2.5758293035489)).toBeCloseTo(0.01, 10)
    expect(normalTails(0)).toBe(1)
  })

  it('A8: the gamma function is that of the factorials, and the square root of pi at one half', () => {
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 10)
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12)
  })

  it('A9: the lady tasting tea: three of four cups by chance 24.3 %, all four 1.4 %', () => {
    expect(chanceOfRise({ part: 1, whole: 4 }, { part: 3, whole: 4 })).toBeCloseTo(17 / 70, 12)
    expect(chanceOfRise({ part: 0, whole: 4 }, { part: 4, whole: 4 })).toBeCloseTo(1 / 70, 12)
  })
})

describe('a change', () => {
  it('A10: of a share is told in points with whether chance would make it', () => {
    expect(describeChange({ part: 90, whole: 100 }, { part: 60, whole: 100 })).toEqual({
      points: expect.closeTo(30, 10),
      beyond_chance: true,
    })
    expect(describeChange({ part: 5, whole: 10 }, { part: 6, whole: 10 })!.beyond_chance).toBe(false)
    expect(describeChange({ part: 0, whole: 0 }, { part: 6, whole: 10 })).toBeNull()
  })

  it('A10: two intervals that overlap a little can still be further apart than chance', () => {
    const [now, before] = [
      { part: 120, whole: 200 },
      { part: 98, whole: 200 },
    ]
    const [here, there] = [now, before].map(({ part, whole }) => wilson95(part, whole))
    expect(here!.low).toBeLessThan(there!.high)
    expect(describeChange(now, before)!.beyond_chance).toBe(true)
  })

  it('A10: of the average is told in points of the scale', () => {
    const of = (...scores: number[]) =>
      ({
        1: 0,
        2: 0,
        3: 0,
        4: 0,
        5: 0,
        ...Object.fromEntries([1, 2, 3, 4, 5].map((score, at) => [score, scores[at] ?? 0])),
      }) as Parameters<typeof describeAverageChange>[0]
    expect(describeAverageChange(of(0, 0, 0, 20, 80), of(0, 0, 20, 60, 20))).toEqual({
      points: expect.closeTo(0.8, 10),
      beyond_chance: true,
    })
    expect(describeAverageChange(of(1, 1, 1, 1, 1), of(1, 1, 1, 1, 2))!.beyond_chance).toBe(false)
    expect(describeAverageChange(of(0, 0, 0, 0, 1), of(9, 0, 0, 0, 9))!.beyond_chance).toBe(false)
    expect(describeAverageChange(of(), of(1))).toBeNull()
    // Without any spread: three against three may be chance, ten against ten is not.
    expect(describeAverageChange(of(0, 0, 0, 0, 3), of(0, 0, 0, 3))!.beyond_chance).toBe(false)
    expect(describeAverageChange(of(0, 0, 0, 0, 10), of(0, 0, 0, 10))!.beyond_chance).toBe(true)
    expect(describeAverageChange(of(0, 0, 0, 10), of(0, 0, 0, 10))).toEqual({
      points: 0,
      beyond_chance: false,
    })
  })
})

const rate = fc
  .record({ whole: fc.integer({ min: 1, max: 60 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ whole, share }) => ({ part: Math.round(whole * share), whole }))

describe('properties', () => {
  it('A9: the chance of a rise agrees with the sum over every table, and grows smaller as the rise grows', () => {
    const choose = (n: number, k: number): number =>
      k < 0 || k > n ? 0 : Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1))
    fc.assert(
      fc.property(rate, rate, (before, now) => {
        const [all, parts] = [before.whole + now.whole, before.part + now.part]
        let expected = 0
        for (let k = now.part; k <= now.whole; k += 1) {
          expected += (choose(parts, k) * choose(all - parts, now.whole - k)) / choose(all, now.whole)
        }
        expect(chanceOfRise(before, now)).toBeCloseTo(expected, 8)
      }),
    )
  })

  it('A8: the tail falls from one to nothing', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        (value, more, degrees) => {
          const [here, there] = [chiSquareTail(value, degrees), chiSquareTail(value + more, degrees)]
          expect(here).toBeGreaterThanOrEqual(0)
          expect(here).toBeLessThanOrEqual(1)
          expect(there).toBeLessThanOrEqual(here + 1e-12)
        },
      ),
    )
  })

  it('A9: a million counts are as quick and as finite as few', () => {
    const half = { part: 500_000, whole: 1_000_000 }
    expect(chanceOfRise(half, half)).toBeCloseTo(0.5, 2)
    expect(chanceOfRise(half, { part: 503_000, whole: 1_000_000 })).toBeLessThan(0.0001)
    expect(chanceOfRise({ part: 900_000, whole: 1_000_000 }, { part: 1, whole: 1_000_000 })).toBe(1)
  })
})

it('A10: shares are told in whole percents, and in tenths below ten', () => {
  expect([0, 0.004, 0.05, 0.0996, 0.5, 0.876, 1].map(percent)).toEqual([
    '0 %',
    '0.4 %',
    '5 %',
    '10 %',
    '50 %',
    '88 %',
    '100 %',
  ])
})
