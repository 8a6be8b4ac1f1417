import { describe, expect, it } from 'vitest'
import { isNarrowed, ownFiltersOf, readSearch } from './search.ts'

const ANSWER = '0190a000-0000-7000-8000-000000000001'

describe('the address of the answers', () => {
  it('J10: a score is a number, a word, or several, however it was written', () => {
    for (const [given, read] of [
      [1, '1'],
      ['4,5', '4,5'],
      ['5,4,4', '4,5'],
      [[1, '2'], '1,2'],
      ['1,2,3,4,5', undefined],
      ['7', undefined],
      [{ not: 'a score' }, undefined],
    ]) {
      expect(readSearch({ score: given }).score).toBe(read)
    }
  })

  it('J10: keeps days and filters of the numbers that led here, and leaves out nonsense', () => {
    const shared = { from: '2026-03-02', to: '2026-03-09', channel: 'email', agent_id: 'none', tag: 'refund' }
    expect(readSearch({ ...shared, id: ANSWER, has_comment: 'true' })).toEqual({
      ...shared,
      id: ANSWER,
      has_comment: true,
    })
    expect(
      readSearch({ from: 'then', channel: 'pigeon', id: '7', sort: 'best', view: 'table', q: ' ' }),
    ).toEqual({})
    expect(readSearch({ view: 'negative_remarks', quarantined: 'true' })).toEqual({ quarantined: true })
    expect(readSearch({ q: 404 }).q).toBe('404')
    expect(readSearch({ case_state: 'overdue' })).toEqual({ case_state: 'overdue' })
    expect(readSearch({ case_state: 'lost' })).toEqual({})
  })

  it('J10: what narrows the answers, and what is asked of the server', () => {
    expect(isNarrowed({ period: '7d', view: 'negative_remarks' })).toBe(false)
    expect(isNarrowed({ has_comment: false })).toBe(true)
    expect(isNarrowed({ tag: 'refund' })).toBe(true)
    expect(isNarrowed({ case_state: 'none' })).toBe(true)
    expect(ownFiltersOf({ has_comment: false, score: '1', id: ANSWER })).toEqual({
      has_comment: 'false',
      score: '1',
    })
  })
})
