import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneLine } from './one-line.ts'

describe('oneLine', () => {
  it('C6: is always one line of bounded length, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const line = oneLine(text, 60)
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
        expect([...new Intl.Segmenter().segment(line)].length).toBeLessThanOrEqual(60)
      }),
    )
  })

  it('C6: cuts between characters, not through them, and drops direction overrides', () => {
    expect(oneLine('👩‍👩‍👧‍👦'.repeat(5), 3)).toBe('👩‍👩‍👧‍👦👩‍👩‍👧‍👦…')
    expect(oneLine('a\u202eb')).toBe('ab')
  })
})
