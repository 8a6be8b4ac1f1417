import { notFound, type Outcome } from '../platform/outcome.ts'
import type { Context } from '../platform/context.ts'
import { rateSurvey } from '../surveys/rate-survey.ts'
import { type Evidence, insertEvidence } from '../surveys/record-evidence.ts'
import type { RatingAnswer, RatingInput } from '../surveys/schema.ts'
import { conversationOfSurvey } from './store.ts'
import type { Visitor } from './visitor.ts'

/** Takes a rating from the card in the chat (I8), of the visitor's own surveys only. */
export async function rateOwnSurvey(
  ctx: Context,
  visitor: Visitor,
  surveyId: string,
  { input, evidence }: { input: RatingInput; evidence: Evidence },
): Promise<Outcome<RatingAnswer>> {
  if (!(await conversationOfSurvey(ctx.db, visitor, surveyId))) return notFound('survey')
  return rateSurvey(ctx, { workspaceId: visitor.workspaceId, surveyId, input, evidence })
}

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
