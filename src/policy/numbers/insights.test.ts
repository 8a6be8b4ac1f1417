import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chanceOfDifference, findDrift, mostMoved } from './drift.ts'
import { caution, isDoubtful } from './honest.ts'
import { rank, standsOut } from './rank.ts'
import { type Distribution, wilson95 } from '../score.ts'

const contender = (key: string, part: number, n: number) => ({ key, n, interval: wilson95(part, n) })
const scores = (
  ...[one, two, three, four, five]: [number, number, number, number, number]
): Distribution => ({
  1: one,
  2: two,
  3: three,
  4: four,
  5: five,
})

describe('§ 3.4: the honest leaderboard', () => {
  it('§ 3.4: many good answers come before few perfect ones', () => {
    const places = rank([contender('lucky', 5, 5), contender('steady', 960, 1000)], 5)
    expect(places.map(({ key }) => key)).toEqual(['steady', 'lucky'])
  })

  it('§ 3.4: overlapping intervals are tied, and the next rank counts everybody above', () => {
    const places = rank(
      [
        contender('low', 300, 1000),
        contender('a', 960, 1000),
        contender('b', 955, 1000),
        contender('c', 9, 10),
        contender('new', 4, 4),
      ],
      5,
    )
    expect(places).toEqual([
      { key: 'a', rank: 1, tied: true },
      { key: 'b', rank: 1, tied: true },
      { key: 'c', rank: 1, tied: true },
      { key: 'low', rank: 4, tied: false },
      { key: 'new', rank: null, tied: false },
    ])
  })

  it('§ 3.4: a tie is with the leader, not along a chain', () => {
    const chain = [
      { key: 'a', n: 9, interval: { low: 0.8, high: 0.9 } },
      { key: 'b', n: 9, interval: { low: 0.7, high: 0.82 } },
      { key: 'c', n: 9, interval: { low: 0.6, high: 0.75 } },
    ]
    expect(rank(chain, 5).map((place) => place.rank)).toEqual([1, 1, 3])
  })

  it('§ 3.4: whatever the order they come in, the places are the same, and ranks never go back', () => {
    const some = fc.uniqueArray(
      fc.record({
        key: fc.string({ minLength: 1, maxLength: 3 }),
        n: fc.integer({ min: 0, max: 300 }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { selector: ({ key }) => key, maxLength: 12 },
    )
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 20 }), (rows, minN) => {
        const contenders = rows.map(({ key, n, share }) => contender(key, Math.round(n * share), n))
        const places = rank(contenders, minN)
        expect(rank(contenders.toReversed(), minN)).toEqual(places)
        const find = (key: string) => contenders.find((each) => each.key === key)!
        const ranked = places.filter((place) => place.rank !== null)
        expect(places.slice(0, ranked.length)).toEqual(ranked)
        for (const group of Map.groupBy(ranked, (place) => place.rank!).values()) {
          const leader = find(group[0]!.key).interval
          for (const { key } of group) expect(find(key).interval.high).toBeGreaterThanOrEqual(leader.low)
        }
        for (const [index, { rank: place }] of ranked.entries()) {
          expect(place).toBeLessThanOrEqual(index + 1)
          if (index > 0) expect(place).toBeGreaterThanOrEqual(ranked[index - 1]!.rank!)
        }
        for (const { key, rank: place } of places) expect(place === null).toBe(find(key).n < minN)
      }),
    )
  })

  it('§ 3.5: who skips stands out beyond both intervals, and never against nobody', () => {
    expect(standsOut({ part: 30, whole: 50 }, { part: 50, whole: 500 })).toBe(true)
    expect(standsOut({ part: 1, whole: 3 }, { part: 50, whole: 500 })).toBe(false)
    expect(standsOut({ part: 30, whole: 50 }, { part: 0, whole: 0 })).toBe(false)
  })
})

describe('A8: drift', () => {
  it('A8: the share of 1s rises under a steady average', () => {
    const found = findDrift({
      before: scores(16, 24, 80, 320, 360),
      week: scores(12, 0, 3, 25, 60),
      weeks: 8,
      minN: 5,
    })
    expect(found).toMatchObject({ steady_average: true, week: { n: 100 }, before: { n: 800, weeks: 8 } })
    expect(found!.kinds).toContain('ones')
  })

  it('A8: 1s that rise with a falling average say that it falls', () => {
    const found = findDrift({
      before: scores(10, 20, 50, 300, 420),
      week: scores(40, 10, 10, 20, 20),
      weeks: 8,
      minN: 5,
    })
    expect(found).toMatchObject({ kinds: ['distribution', 'ones'], steady_average: false })
    expect([found!.before.average, found!.week.average]).toEqual([
      expect.closeTo(4.4, 1),
      expect.closeTo(2.7, 1),
    ])
  })

  it('A8: a different distribution without more 1s is told by what moved most', () => {
    const found = findDrift({
      before: scores(10, 10, 50, 200, 530),
      week: scores(1, 1, 8, 60, 30),
      weeks: 1,
      minN: 5,
    })
    expect(found!.kinds).toEqual(['distribution'])
    expect(mostMoved(found!.week, found!.before)).toBe(5)
  })

  it('A8: the same scores again, and too few to tell, are no news', () => {
    const usual = scores(10, 20, 50, 300, 420)
    expect(findDrift({ before: usual, week: scores(1, 2, 5, 30, 42), weeks: 8, minN: 5 })).toBeNull()
    expect(findDrift({ before: usual, week: scores(4, 0, 0, 0, 0), weeks: 8, minN: 5 })).toBeNull()
    expect(findDrift({ before: scores(0, 0, 0, 0, 0), week: usual, weeks: 8, minN: 0 })).toBeNull()
  })

  it('A8, A10: too few on either side are too few', () => {
    const ones = (n: number): Distribution => scores(n, 0, 0, 0, 0)
    const fives = (n: number): Distribution => scores(0, 0, 0, 0, n)
    const tell = (before: Distribution, week: Distribution) =>
      findDrift({ before, week, weeks: 8, minN: 5 }) !== null
    expect([tell(fives(1000), ones(4)), tell(fives(1000), ones(5))]).toEqual([false, true])
    expect([tell(fives(4), ones(1000)), tell(fives(5), ones(1000))]).toEqual([false, true])
  })

  it('A8: the chi-square of a table done by hand', () => {
    // 20/30/50 against 40/30/30: expected 30/30/40, statistic 2·(100/30) + 2·(100/40) = 11.666…, two degrees.
    const p = chanceOfDifference(scores(20, 0, 30, 0, 50), scores(40, 0, 30, 0, 30))
    expect(p).toBeCloseTo(Math.exp(-35 / 6), 10)
  })

  it('A8: neighbours are taken together while fewer than five are expected', () => {
    expect(chanceOfDifference(scores(1, 1, 1, 1, 1), scores(1, 1, 1, 1, 1))).toBeNull()
    const pooled = chanceOfDifference(scores(1, 1, 3, 5, 10), scores(0, 1, 2, 7, 10))
    expect(pooled).toBeCloseTo(chanceOfDifference(scores(0, 0, 0, 10, 10), scores(0, 0, 0, 10, 10))!, 10)
  })

  it('A8: of weeks drawn alike, about one in a hundred is an alert for each test, not more', () => {
    let state = 42
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
    const draw = (n: number): Distribution => {
      const counts = scores(0, 0, 0, 0, 0)
      for (let each = 0; each < n; each += 1) {
        const at = random()
        counts[at < 0.04 ? 1 : at < 0.08 ? 2 : at < 0.2 ? 3 : at < 0.5 ? 4 : 5] += 1
      }
      return counts
    }
    let alerts = 0
    for (let round = 0; round < 1000; round += 1) {
      if (findDrift({ before: draw(400), week: draw(60), weeks: 8, minN: 5 })) alerts += 1
    }
    expect(alerts).toBeLessThan(30)
  })
})

describe('A9: the honest test', () => {
  const high = { csat: 0.95, workspaceCsat: 0.85 } as const

  it('A9: a high score beside climbing reopens is flagged', () => {
    const facts = {
      before: { part: 10, whole: 200 },
      now: { part: 40, whole: 200 },
    } as const
    expect(isDoubtful({ ...high, ...facts })).toBe(true)
    expect(isDoubtful({ ...facts, csat: 0.8, workspaceCsat: 0.85 })).toBe(false)
    expect(isDoubtful({ ...facts, csat: null, workspaceCsat: 0.85 })).toBe(false)
    expect(isDoubtful({ ...high, ...facts, before: null })).toBe(false)
  })

  it('A9: noise is not flagged', () => {
    const facts = { before: { part: 1, whole: 20 }, now: { part: 3, whole: 20 } } as const
    expect(isDoubtful({ ...high, ...facts })).toBe(false)
  })

  it('A9: the same with customers who leave', () => {
    const facts = { before: { part: 2, whole: 100 }, now: { part: 15, whole: 100 } } as const
    expect(isDoubtful({ ...high, ...facts })).toBe(true)
  })

  it('A10: few answers say how far the silent could move the result', () => {
    expect(caution({ csat: 0.9, sent: 200, responseRate: 0.2 })).toMatchObject({
      sent: 200,
      low: 0.9 * 0.2,
    })
    expect(caution({ csat: 0.9, sent: 200, responseRate: 0.6 })).toBeNull()
    expect(caution({ csat: null, sent: 0, responseRate: null })).toBeNull()
  })
})
