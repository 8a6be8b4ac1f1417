import type { Failed } from '../../channels/failure.ts'
import { chance } from '../../platform/crypto.ts'
import type { SurveyRow } from '../store.ts'

/** After this many attempts on one channel it is given up there. */
const MAX_ATTEMPTS = 8
const LONGEST_PAUSE_MS = 2_800_000

type Survey = Pick<SurveyRow, 'attempts_before'>

/** May a survey be handed to the same channel again after this attempt? */
export function mayTryAgain({ attempts_before: before }: Survey, attempt: number): boolean {
  return attempt - before < MAX_ATTEMPTS
}

/**
 * How long to wait before the next one, in milliseconds: 5 s, 20 s, 80 s … up to an hour, each up to a quarter longer
 * so that not all come back at the same moment, and never sooner than the provider asked for.
 */
export function pauseAfter(
  { attempts_before: before }: Survey,
  attempt: number,
  { afterMs }: Extract<Failed, { kind: 'retry' }>,
): number {
  const pause = Math.min(5000 * 4 ** (attempt - before - 1), LONGEST_PAUSE_MS)
  return Math.max(afterMs, pause * (1 + chance() / 4))
}
