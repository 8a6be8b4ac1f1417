import { describe, expect, it } from 'vitest'
import { toldChange, toldGrowth } from './compare.ts'

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

  it('A10: of what is counted a share is told, and none where there were only a handful before', () => {
    expect(toldGrowth(null).change).toBe(null)
    expect(toldGrowth(undefined).change).toBe(null)
    expect(toldGrowth(1).change).toEqual({ direction: 'up', amount: '100\u00a0%' })
    expect(toldGrowth(-0.125).change).toEqual({ direction: 'down', amount: '12\u00a0%' })
  })
})
