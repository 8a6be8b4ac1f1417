import type { Context } from '../platform/context.ts'
import { type Evidence, insertEvidence } from '../surveys/answering/record-evidence.ts'
import { conversationOfSurvey } from './own.ts'
import type { Visitor } from './visitor.ts'

/** Notes that the card was on the visitor's screen. Somebody else's survey is passed over in silence. */
export async function noteView(
  ctx: Context,
  visitor: Visitor,
  surveyId: string,
  evidence: Evidence,
): Promise<void> {
  if (!(await conversationOfSurvey(ctx.db, visitor, surveyId))) return
  const sighting = { workspaceId: visitor.workspaceId, surveyId, kind: 'view' as const, ...evidence }
  await insertEvidence(ctx.db, [sighting], ctx.clock.now())
}
