import type { CaseItem } from '../../followup/schema.ts'
import { text } from '../text.ts'

const t = text.followup

/** What opened a case that came without words. */
export function causeOf({ cause, response_id, score }: CaseItem): string {
  if (response_id !== null && score === null) return t.closedAnswer
  if (response_id !== null) return t.noComment
  return cause === 'workflow' ? t.byWorkflow : t.byHand
}
