import { expect, it } from 'vitest'
import { planGiving } from './give.ts'

const LEFT = 1_000

it('J11: to who is here, anything is given', () => {
  for (const isActive of [true, false]) {
    expect(planGiving({ leftAt: null, isActive, at: LEFT })).toBe('his')
  }
})

it('J11: what is over may be given to who has left, whenever that was', () => {
  for (const at of [LEFT - 1, LEFT, LEFT + 1]) {
    expect(planGiving({ leftAt: LEFT, isActive: false, at })).toBe('his')
  }
})

it('J11: what is open was his before he left, and is refused from then on', () => {
  const given = [LEFT - 1, LEFT, LEFT + 1].map((at) => planGiving({ leftAt: LEFT, isActive: true, at }))
  expect(given).toEqual(['was his', 'refused', 'refused'])
})
