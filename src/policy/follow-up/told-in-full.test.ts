import { expect, it } from 'vitest'
import { toldInFullFrom } from './told-in-full.ts'

it('A6, I9: an answer with words is told at once, a tap alone after two minutes in which they might have come', () => {
  expect(toldInFullFrom({ comment: 'Late', givenAt: 1000 })).toBe(1000)
  expect(toldInFullFrom({ comment: null, givenAt: 1000 })).toBe(121_000)
})
