import { describe, expect, it } from 'vitest'
import { suspicionSentence } from './sentences.ts'
import { type Seen, suspect } from './suspicion.ts'

const NOW = 1_773_000_000_000
const SECOND = 1000

function reason({
  byForm = true,
  honeypot = false,
  score = 1,
  seen = [] as Seen[],
  otherLinks = 0,
}): string | null {
  return suspect({ answer: { byForm, honeypot, score }, seen, otherLinks, now: NOW })
}
const click = (score: number, ago = SECOND): Seen => ({ kind: 'click', score, at: NOW - ago })
const view = (ago = 0): Seen => ({ kind: 'view', score: null, at: NOW - ago })

describe('C13: an answer is set aside', () => {
  it('when a field was filled in that people cannot see', () => {
    expect(reason({ honeypot: true })).toBe('honeypot')
    expect(reason({})).toBeNull()
  })

  it('after three scores within ten seconds, unless somebody has looked since', () => {
    expect(reason({ seen: [click(2), click(3)] })).toBe('contradicting_clicks')
    expect(reason({ seen: [click(2), click(2)] })).toBeNull()
    expect(reason({ seen: [click(2, 10 * SECOND), click(3)] })).toBeNull()
    expect(reason({ seen: [click(2), click(3), view()] })).toBeNull()
    expect(reason({ seen: [view(2 * SECOND), click(2), click(3)] })).toBe('contradicting_clicks')
    // The score that is sent, clicked once more after all of them: a person behind a scanner.
    const all = [1, 2, 3, 4, 5].map((score) => click(score))
    expect(reason({ score: 5, seen: all })).toBe('contradicting_clicks')
    expect(reason({ score: 5, seen: [...all, click(5)] })).toBeNull()
    expect(reason({ score: 4, seen: [...all, click(5)] })).toBe('contradicting_clicks')
    expect(reason({ seen: [{ kind: 'submit', score: 4, at: NOW }, click(5)] })).toBe('contradicting_clicks')
  })

  it('when twenty other links were answered from the same address within a minute', () => {
    expect(reason({ otherLinks: 20 })).toBe('many_links')
    expect(reason({ otherLinks: 19 })).toBeNull()
  })

  it('never when a program sent it for a customer', () => {
    expect(reason({ byForm: false, otherLinks: 500, seen: [click(2), click(3)] })).toBeNull()
  })

  it('with a sentence, or the reviewer’s own words', () => {
    expect(suspicionSentence('many_links')).toMatch(/same address/)
    expect(suspicionSentence('Our own test')).toBe('Our own test')
    expect(suspicionSentence(null)).toBe('A reviewer set this answer aside.')
  })
})
