import { expect, it } from 'vitest'
import { isAhead, momentOf } from './order.ts'
import { MINUTE, NOW } from './test-facts.ts'

it('O14: what happened before the newest that is known changes nothing; at the same instant it still does', () => {
  const at = (at: number) => momentOf(NOW, { at, now: NOW + MINUTE })
  expect([at(NOW - 1), at(NOW), at(NOW + 1)]).toEqual([null, NOW, NOW + 1])
  expect(momentOf(null, { at: NOW, now: NOW + MINUTE })).toBe(NOW)
})

it('O14: from a clock ahead of ours it happened now', () => {
  expect(momentOf(null, { at: NOW + MINUTE, now: NOW })).toBe(NOW)
})

it('J3: without a time of its own it happens now, or, where our clock went back, after all that is known', () => {
  expect(momentOf(null, { now: NOW })).toBe(NOW)
  expect(momentOf(NOW + MINUTE, { now: NOW })).toBe(NOW + MINUTE)
})

it('O14: a clock may be five minutes wrong', () => {
  expect([isAhead(NOW + 5 * MINUTE, NOW), isAhead(NOW + 5 * MINUTE + 1, NOW)]).toEqual([false, true])
})
