import { describe, expect, it } from 'vitest'
import type { Group } from '../../../insights/schema.ts'
import { niceTop } from './plot.ts'
import { spokenStep } from './spoken-step.ts'
import { onesOver, stepsOf } from './steps.ts'

const day = (
  key: string,
  distribution: Group['distribution'],
  answered: number,
  csat: number | null,
): Group =>
  ({
    key,
    distribution,
    answered,
    n: distribution ? answered : 0,
    csat,
    interval: { low: 0.3, high: 0.95 },
    response_rate: 0.5,
    enough_data: answered > 3,
  }) as Group

describe('the bars', () => {
  const week = { from: '2026-03-02', to: '2026-03-04' }

  it('A8: every day of the period has one, also without answers, and the 1s have their share', () => {
    const steps = stepsOf([day('2026-03-03', { 1: 1, 2: 0, 3: 0, 4: 0, 5: 3 }, 4, 0.75)], week, 'day')
    expect(steps.map(({ from, ones }) => [from, ones])).toEqual([
      ['2026-03-02', null],
      ['2026-03-03', 0.25],
      ['2026-03-04', null],
    ])
    expect(onesOver(steps, 'day')).toEqual([null, null, null])
    expect(spokenStep(steps[0]!, true)).toBe('2 March 2026: no answers')
    expect(spokenStep(steps[1]!, true)).toBe(
      '3 March 2026: 4 answers, 3 Excellent, 1 Terrible, CSAT 75\u00a0%, 30–95\u00a0% (95 % sure), 4 answers, response rate 50\u00a0%',
    )
  })

  it('A8: the share of 1s is over seven days, and has no point before there are seven', () => {
    const ones = (date: string) => day(date, { 1: 1, 2: 0, 3: 0, 4: 0, 5: 1 }, 2, 0.5)
    const good = day('2026-03-08', { 1: 0, 2: 0, 3: 0, 4: 0, 5: 2 }, 2, 1)
    const steps = stepsOf(
      [ones('2026-03-02'), ones('2026-03-03'), good],
      { from: '2026-03-02', to: '2026-03-09' },
      'day',
    )
    expect(onesOver(steps, 'day')).toEqual([null, null, null, null, null, null, 2 / 6, 1 / 4])
  })

  it('C13: a day whose scores are closed has answers and no scores', () => {
    const [step] = stepsOf([day('2026-03-02', null, 3, null)], week, 'day')
    expect(step).toMatchObject({ answered: 3, scores: null, n: 0, ones: null })
    expect(spokenStep(step!, true)).toBe('2 March 2026: 3 answers, not open to you yet')
    expect(spokenStep(step!, false)).toBe('2 March 2026: 3 answers, not shown')
  })

  it('A8: weeks begin on Monday and end with the period', () => {
    const steps = stepsOf([], { from: '2026-03-04', to: '2026-03-10' }, 'week')
    expect(steps.map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2026-03-04 2026-03-08',
      '2026-03-09 2026-03-10',
    ])
  })

  it('A8: an axis ends at a round number', () => {
    expect([0, 3, 5, 7, 23, 88, 101, 350].map(niceTop)).toEqual([4, 4, 6, 8, 30, 100, 200, 400])
  })
})
