import type { Instant } from '../decision.ts'

/** How long an alert waits for the words that may follow a tap (I9, O5, A6). */
export const WORDS_WAIT_MS = 2 * 60_000

/**
 * From when on people are written to about an answer, so that they read its words: at once where it has some, else
 * after a short while in which they may still come. What is shown in the app does not wait.
 */
export function toldInFullFrom(answer: { comment: string | null; givenAt: Instant }): Instant {
  return answer.comment === null ? answer.givenAt + WORDS_WAIT_MS : answer.givenAt
}
