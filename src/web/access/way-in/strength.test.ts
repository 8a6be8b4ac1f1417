import { describe, expect, it } from 'vitest'
import { strengthOf } from './strength.ts'

describe('password strength', () => {
  it('is nothing below ten characters, whatever they are', () => {
    expect(strengthOf('aB3$xY9!z')).toBe(0)
  })

  it('grows with length and kinds, and is not fooled by repetition', () => {
    expect(strengthOf('aaaaaaaaaaaaaaaaaaaa')).toBe(1)
    expect(strengthOf('abcdefghij')).toBe(1)
    expect(strengthOf('correct horse battery')).toBe(3)
    expect(strengthOf('Correct horse battery 9')).toBe(4)
  })
})
