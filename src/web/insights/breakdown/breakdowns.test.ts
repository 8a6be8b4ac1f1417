import { describe, expect, it } from 'vitest'
import type { Group } from '../../../insights/schema.ts'
import { dimensionOf, orderOf, pathOf, rowFilter, rowName, sortRows } from './breakdowns.ts'

const row = (key: string, values: Partial<Group> = {}): Group => ({
  key,
  name: key,
  resolved: 0,
  eligible: 0,
  sent: 0,
  answered: 9,
  asked_answered: 0,
  open_asks: 0,
  n: 9,
  satisfied: null,
  reopened: 0,
  response_rate: null,
  average: null,
  distribution: null,
  positive: null,
  neutral: null,
  negative: null,
  csat: null,
  interval: null,
  reopen_rate: null,
  enough_data: true,
  withheld: 0,
  ...values,
})

const keys = (rows: Group[]): string => rows.map(({ key }) => key).join(' ')

describe('the table of a breakdown', () => {
  it('C11: sorts by any column either way; who has too few answers for a score comes last both times', () => {
    const rows = [
      row('few', { csat: 1, enough_data: false }),
      row('low', { csat: 0.4 }),
      row('high', { csat: 0.9 }),
    ]
    expect(keys(sortRows(rows, orderOf('-csat'), 'tag'))).toBe('high low few')
    expect(keys(sortRows(rows, orderOf('csat'), 'tag'))).toBe('low high few')
    expect(keys(sortRows(rows, orderOf('name'), 'tag'))).toBe('few high low')
    expect(orderOf('-nonsense')).toEqual({ by: 'answered', down: true })
  })

  it('J10: rows are called by their names, and lead to the numbers of the one row', () => {
    expect(rowName(row('web_chat'), 'channel')).toBe('Web chat')
    expect(rowName(row('bot'), 'handled_by')).toBe('Bot')
    expect(rowName(row('', { name: '' }), 'team')).toBe('No team')
    expect(rowFilter(row(''), 'team')).toEqual({ team_id: 'none' })
    expect(rowFilter(row(''), 'tag')).toBe(null)
    expect(rowFilter(row('billing'), 'tag')).toEqual({ tag: 'billing' })
    expect(dimensionOf(pathOf('handled_by'))).toBe('handled_by')
    expect(dimensionOf('nonsense')).toBe('agent')
  })
})
