import { describe, expect, it } from 'vitest'
import { wilson95 } from '../score.ts'
import { averageInterval, goalFault, judgeTarget } from './target.ts'

describe('I20: targets', () => {
  const csat = (part: number, whole: number, goal = 0.8) =>
    judgeTarget({
      goal,
      value: whole === 0 ? null : part / whole,
      n: whole,
      interval: whole === 0 ? null : wilson95(part, whole),
      minN: 5,
    })

  it('I20: a reached goal, a missed one, and what could still be chance', () => {
    expect(csat(430, 474)).toMatchObject({ on_track: true, beyond_chance: true })
    expect(csat(17, 20)).toMatchObject({ on_track: true, beyond_chance: false })
    expect(csat(15, 20)).toMatchObject({ on_track: false, beyond_chance: false })
    expect(csat(3, 20)).toMatchObject({ on_track: false, beyond_chance: true })
  })

  it('I20: too few answers are held against nobody', () => {
    expect(csat(0, 4)).toMatchObject({
      on_track: null,
      beyond_chance: null,
      enough_data: false,
    })
    expect(csat(0, 0)).toMatchObject({ on_track: null, value: null })
  })

  it('I20: goals are shares, or for the average a score', () => {
    expect(goalFault('csat', 0.9)).toBeNull()
    expect(goalFault('csat', 90)).toBe('must be above 0 and at most 1, such as 0.9 for 90 %')
    expect(goalFault('response_rate', 0)).not.toBeNull()
    expect(goalFault('average', 4.5)).toBeNull()
    expect(goalFault('average', 0.9)).toBe('must be between 1 and 5 for the average')
    expect(goalFault('average', Number.NaN)).not.toBeNull()
  })

  it('A10: an average carries its interval, within the scale', () => {
    const { value, n, interval } = averageInterval({ 1: 2, 2: 2, 3: 2, 4: 2, 5: 2 })!
    expect([value, n]).toEqual([3, 10])
    // Standard deviation √(20/9), error √(2/9).
    expect(interval.high).toBeCloseTo(3 + 1.959964 * Math.sqrt(2 / 9), 5)
    expect(averageInterval({ 1: 0, 2: 0, 3: 0, 4: 0, 5: 1 })).toEqual({
      value: 5,
      n: 1,
      interval: { low: 1, high: 5 },
    })
    expect(averageInterval({ 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 })).toBeNull()
  })
})
