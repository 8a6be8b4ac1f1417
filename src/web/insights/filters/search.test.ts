import { describe, expect, it } from 'vitest'
import { addDays, isDay, lengthOf, mondayOf, rangeName, todayIn } from './days.ts'
import { bucketOf, periodOf, rangeOf, readSearch, sharedOf } from './search.ts'

const AMIR = '0190a000-0000-7000-8000-000000000001'

describe('the address of the numbers', () => {
  it('J10: keeps what it understands and leaves out the rest', () => {
    expect(readSearch({ period: '90d', channel: 'email', agent_id: AMIR, tag: 404, nonsense: 1 })).toEqual({
      period: '90d',
      channel: 'email',
      agent_id: AMIR,
      tag: '404',
    })
    const wrong = { period: 'ever', channel: 'pigeon', agent_id: 'x', handled_by: 'cat', sort: 'A!', view: 3 }
    expect(readSearch(wrong)).toEqual({})
    expect(readSearch({ team_id: 'none', handled_by: 'bot', view: 'table', sort: '-csat' })).toEqual({
      team_id: 'none',
      handled_by: 'bot',
      view: 'table',
      sort: '-csat',
    })
  })

  it('J10: two days are a period, in whichever order; one alone stands for itself; no 30 February', () => {
    expect(readSearch({ from: '2026-03-09', to: '2026-03-02' })).toEqual({
      from: '2026-03-02',
      to: '2026-03-09',
    })
    expect(readSearch({ to: '2026-03-02', period: '7d' })).toEqual({ from: '2026-03-02', to: '2026-03-02' })
    expect(readSearch({ from: '2026-02-30', period: '7d' })).toEqual({ period: '7d' })
    expect(isDay('2024-02-29')).toBe(true)
  })

  it('J10: 30 days without a word, and what goes along from page to page', () => {
    expect(periodOf({})).toBe('30d')
    expect(readSearch({ period: '30d' })).toEqual({})
    expect(periodOf({ from: '2026-03-02', to: '2026-03-02' })).toBe(null)
    expect(sharedOf({ period: '7d', tag: 'billing', sort: 'name', view: 'table' })).toEqual({
      period: '7d',
      tag: 'billing',
    })
  })
})

describe('the days that are meant', () => {
  it('C11: this week from Monday, this month from the first, so many days with today', () => {
    expect(rangeOf({ period: 'week' }, '2026-11-21')).toEqual({ from: '2026-11-16', to: '2026-11-21' })
    expect(rangeOf({ period: 'month' }, '2026-11-21')).toEqual({ from: '2026-11-01', to: '2026-11-21' })
    expect(rangeOf({ period: '7d' }, '2026-11-21')).toEqual({ from: '2026-11-15', to: '2026-11-21' })
    expect(lengthOf(rangeOf({}, '2026-11-21'))).toBe(30)
    expect(bucketOf(31)).toBe('day')
    expect(bucketOf(90)).toBe('week')
  })

  it('J10: by the calendar of the workspace', () => {
    const at = Date.parse('2026-03-28T23:30:00Z')
    expect(todayIn('Europe/Berlin', at)).toBe('2026-03-29')
    expect(todayIn('America/New_York', at)).toBe('2026-03-28')
    expect(addDays('2026-03-28', 1)).toBe('2026-03-29')
    expect(mondayOf('2026-03-29')).toBe('2026-03-23')
    expect(rangeName({ from: '2025-12-30', to: '2026-01-02' })).toBe('30 Dec 2025 – 2 Jan 2026')
  })
})
