import { notFound, type Outcome } from '../platform/outcome.ts'
import type { Context } from '../platform/context.ts'
import { rateSurvey } from '../surveys/answering/rate-survey.ts'
import type { Evidence } from '../surveys/answering/record-evidence.ts'
import type { RatingAnswer, RatingInput } from '../surveys/schema.ts'
import { conversationOfSurvey } from '../customers/own.ts'
import type { Visitor } from '../customers/visitor.ts'

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
