import { describe, expect, it } from 'vitest'
import type { Figures } from '../../insights/schema.ts'
import { wilson95 } from '../../policy/score.ts'
import { compareCount, compareRate, compareScores } from './compare.ts'

const figures = (satisfied: number, n: number, more: Partial<Figures> = {}): Figures => ({
  resolved: 200,
  eligible: 200,
  sent: 200,
  answered: n,
  response_rate: n / 200,
  average: 4,
  distribution: null,
  positive: satisfied,
  neutral: n - satisfied,
  negative: 0,
  csat: n === 0 ? null : satisfied / n,
  interval: n === 0 ? null : wilson95(satisfied, n),
  reopen_rate: 0.1,
  enough_data: n >= 5,
  withheld: 0,
  ...more,
})

describe('the change to the period before', () => {
  it('A10: is told in points, and whether it may be chance', () => {
    const near = compareScores({ now: figures(80, 100), before: figures(78, 100), minN: 5 })
    expect(near.csat).toEqual({ change: { direction: 'up', amount: '2\u00a0pts' }, isChance: true })
    const far = compareScores({ now: figures(60, 100), before: figures(90, 100), minN: 5 })
    expect(far.csat).toEqual({ change: { direction: 'down', amount: '30\u00a0pts' }, isChance: false })
  })

  it('A10: is not told where one of the two is made of a handful', () => {
    const pair = { now: figures(80, 100), before: figures(3, 3, { sent: 4 }), minN: 5 }
    expect(compareScores(pair).csat.change).toBe(null)
    expect(compareRate(pair, 'response_rate').change).toBe(null)
    expect(compareCount(pair, 'sent').change).toBe(null)
    expect(compareCount({ ...pair, before: null }, 'answered').change).toBe(null)
    expect(compareCount({ ...pair, before: figures(80, 100) }, 'answered').change?.direction).toBe('same')
  })
})
