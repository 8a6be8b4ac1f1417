import type { Policy } from './settings.ts'
import type { SurveyState } from './survey.ts'

/**
 * Which surveys a reopening withdraws (J3): with `withdraw` every unanswered one; with `keep` only those
 * not sent yet, since the conversation they ask about goes on. An answered one is never touched (J4).
 */
export function planReopen<S extends { id: string; state: SurveyState }>(
  policy: Pick<Policy, 'on_reopen'>,
  surveys: readonly S[],
): S[] {
  return surveys.filter(
    ({ state }) => state === 'scheduled' || (state === 'sent' && policy.on_reopen === 'withdraw'),
  )
}
