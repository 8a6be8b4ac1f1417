import { expect, it } from 'vitest'
import { spanOf, toneOf } from './due.ts'

const HOUR = 3_600_000

it('A6: the clock says minutes, hours or days, never zero', () => {
  expect(spanOf(0)).toEqual({ unit: 'minutes', n: 1 })
  expect(spanOf(2 * HOUR - 1)).toEqual({ unit: 'minutes', n: 119 })
  expect(spanOf(2 * HOUR)).toEqual({ unit: 'hours', n: 2 })
  expect(spanOf(48 * HOUR)).toEqual({ unit: 'days', n: 2 })
})

it('A6: late at the very moment, soon in the last quarter', () => {
  expect(toneOf(0, 24 * HOUR, 17 * HOUR)).toBe('calm')
  expect(toneOf(0, 24 * HOUR, 18 * HOUR)).toBe('soon')
  expect(toneOf(0, 24 * HOUR, 24 * HOUR)).toBe('late')
  expect(toneOf(0, 3 * HOUR, HOUR)).toBe('soon')
})
