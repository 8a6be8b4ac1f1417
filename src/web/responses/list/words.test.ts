import { describe, expect, it } from 'vitest'
import { markWords } from './words.ts'

const marked = (text: string, query: string): string =>
  markWords(text, query)
    .map((piece) => (piece.marked ? `[${piece.text}]` : piece.text))
    .join('')

describe('the words of a search in a comment', () => {
  it('J10: whole words, the last as a beginning, in whichever case', () => {
    expect(marked('Refund came late, no refunds!', 'refund')).toBe('[Refund] came late, no [refund]s!')
    expect(marked('Late again, lately late', 'late again')).toBe('[Late] [again], lately [late]')
    expect(marked('A cat concatenates', 'cat')).toBe('A [cat] concatenates')
  })

  it('J10: signs and scripts without spaces as they stand', () => {
    expect(marked('wait: 50% off (50%)', '50%')).toBe('wait: [50%] off ([50%])')
    expect(marked('返金が遅いです', '遅い')).toBe('返金が[遅い]です')
  })

  it('J10: nothing without a search', () => {
    expect(markWords('All fine', undefined)).toEqual([{ text: 'All fine', marked: false }])
    expect(markWords('', 'x')).toEqual([])
  })
})
