import type { Db } from '../../platform/database.ts'

/** The answer that a survey has, its own or the one it shares (I14); null while it has none. */
export async function standingAnswer(db: Db, workspaceId: string, surveyId: string) {
  const row = await db
    .selectFrom('surveys')
    .innerJoin('responses', (join) =>
      join
        .onRef('responses.workspace_id', '=', 'surveys.workspace_id')
        .onRef('responses.id', '=', 'surveys.response_id'),
    )
    .select(['responses.score', 'responses.comment', 'responses.reasons', 'surveys.conversation_id'])
    .where('surveys.workspace_id', '=', workspaceId)
    .where('surveys.id', '=', surveyId)
    .executeTakeFirst()
  if (!row) return null
  const { score, comment, reasons, conversation_id: conversationId } = row
  return { score, comment, reasons, conversationId }
}
