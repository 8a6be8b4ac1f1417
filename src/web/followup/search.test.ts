import { expect, it } from 'vitest'
import { queryOf, readSearch } from './search.ts'

it('A7: the address of the queue is read, and what is not understood is left out', () => {
  expect(readSearch({ view: 'mine', q: ' late ', team_id: 'x', id: 7 })).toEqual({
    view: 'mine',
    q: ' late ',
  })
  expect(readSearch({ view: 'active', q: '  ' })).toEqual({})
  expect(readSearch({ view: 'everything', q: 404 })).toEqual({ q: '404' })
  expect(queryOf({ view: 'overdue' })).toEqual({ overdue: 'true' })
  expect(queryOf({ view: 'closed', q: 'a' })).toEqual({ state: 'closed', sort: 'newest', q: 'a' })
  expect(queryOf({ view: 'mine' })).toEqual({ owner_id: 'me' })
})
