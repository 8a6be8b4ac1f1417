import { describe, expect, it } from 'vitest'
import { countFilters, readSearch, toFilter } from './search.ts'

describe('the inbox in the address', () => {
  it('leaves out what it does not understand', () => {
    expect(
      readSearch({ view: 'theirs', status: 'open', channel: 'fax', unread: 'true', q: 88213, x: 1 }),
    ).toEqual({
      unread: true,
      q: '88213',
    })
  })

  it('asks for open conversations unless told otherwise: what is snoozed waits in a tab of its own', () => {
    expect(toFilter({}).status).toBe('open')
    // An address that was kept while the first tab was of both.
    expect(readSearch({ status: 'active' })).toEqual({})
    expect(toFilter(readSearch({ status: 'snoozed' })).status).toBe('snoozed')
    expect(toFilter({ status: 'ended', pane: 'contact' })).toMatchObject({ status: 'ended' })
    expect(toFilter({ pane: 'contact' })).not.toHaveProperty('pane')
  })

  it('turns views into assignees', () => {
    expect(toFilter({ view: 'mine', assignee: 'somebody' }).assignee).toBe('me')
    expect(toFilter({ view: 'unassigned' }).assignee).toBe('nobody')
  })

  it('counts what narrows the list', () => {
    expect(countFilters({ view: 'mine', q: 'x', channel: 'email', unread: true })).toBe(2)
  })
})
