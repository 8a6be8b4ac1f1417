import { describe, expect, it } from 'vitest'
import type { Figures } from '../../insights/schema.ts'
import { compareCount, toldChange } from './compare.ts'

const figures = (sent: number): Figures => ({ sent }) as Figures

describe('the change to the period before', () => {
  it('A10: is told in points, and whether it may be chance, as the report judged it', () => {
    expect(toldChange({ points: 1.6, beyond_chance: false })).toEqual({
      change: { direction: 'up', amount: '2\u00a0pts' },
      isChance: true,
    })
    expect(toldChange({ points: -30.2, beyond_chance: true }).change).toEqual({
      direction: 'down',
      amount: '30\u00a0pts',
    })
    expect(toldChange({ points: 0.125, beyond_chance: true }, 'average').change?.amount).toBe('0.13')
    expect(toldChange(null)).toEqual({ change: null, isChance: false })
  })

  it('A10: is not told where there were only a handful before', () => {
    const pair = { now: figures(80), before: figures(3), minN: 5 }
    expect(compareCount(pair, 'sent').change).toBe(null)
    expect(compareCount({ ...pair, before: null }, 'sent').change).toBe(null)
    expect(compareCount({ ...pair, before: figures(40) }, 'sent').change?.amount).toBe('100\u00a0%')
  })
})
