import { describe, expect, it } from 'vitest'
import { WORDS_WAIT_MS } from '../follow-up/told-in-full.ts'
import type { StepOf } from './workflow-definition.ts'
import { tellsWords, wordsAwaitedUntil } from './workflow-notice.ts'

const TAP = 1_000_000
const END = TAP + WORDS_WAIT_MS
const tap = { comment: null, at: TAP }
const notice: StepOf<'notify'> = {
  id: 'tell',
  type: 'notify',
  to: [{ type: 'leads' }],
  email: true,
  in_app: true,
  note: false,
  subject: 'Unhappy',
  body: 'They said {{comment|none}}',
}

describe('which step tells the customer’s words', () => {
  it.each([
    ['in its text', notice, true],
    ['in its subject', { ...notice, subject: '{{ comment }}', body: 'x' }, true],
    ['in the app alone', { ...notice, email: false }, true],
    ['nowhere', { ...notice, body: '{{score}}' }, false],
    ['a note alone never does', { ...notice, email: false, in_app: false, note: true }, false],
    ['a message to the customer', { id: 's', type: 'post_message', body: '{{comment}}' }, false],
  ] as const)('O9: %s', (_what, step, tells) => {
    expect(tellsWords(step as Parameters<typeof tellsWords>[0])).toBe(tells)
  })
})

describe('how long a notice waits for words', () => {
  it('O9: two minutes after the tap, and not a moment longer', () => {
    expect(wordsAwaitedUntil(notice, tap, { since: null, now: TAP })).toBe(END)
    expect(wordsAwaitedUntil(notice, tap, { since: null, now: END - 1 })).toBe(END)
    expect(wordsAwaitedUntil(notice, tap, { since: null, now: END })).toBeNull()
  })

  it('O9: not where the words are there, nobody has answered, or it does not tell them', () => {
    expect(wordsAwaitedUntil(notice, { ...tap, comment: 'Slow' }, { since: END, now: TAP })).toBeNull()
    expect(wordsAwaitedUntil(notice, null, { since: null, now: TAP })).toBeNull()
    expect(wordsAwaitedUntil({ ...notice, body: 'x' }, tap, { since: null, now: TAP })).toBeNull()
  })

  it('O9: what it began to wait for is kept, also where the answer was changed meanwhile', () => {
    expect(wordsAwaitedUntil(notice, { ...tap, at: TAP + 60_000 }, { since: END, now: TAP + 60_000 })).toBe(
      END,
    )
    expect(wordsAwaitedUntil(notice, { ...tap, at: END }, { since: END, now: END })).toBeNull()
  })
})
