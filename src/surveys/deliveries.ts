import type { SendResult } from '../channels/channel.ts'
import type { Tx } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import { type SurveyRow, wayOf } from './store.ts'

/** Notes that an attempt begins; its number counts on over all channels. */
export async function noteAttempt(tx: Tx, survey: SurveyRow, now: Instant): Promise<number> {
  const attempt = (await countAttempts(tx, survey)) + 1
  await tx
    .insertInto('deliveries')
    .values({
      workspace_id: survey.workspace_id,
      survey_id: survey.id,
      attempt,
      channel: wayOf(survey),
      delivery_key: survey.id,
      state: 'started',
      started_at: new Date(now),
    })
    .execute()
  return attempt
}

export async function countAttempts(tx: Tx, survey: SurveyRow): Promise<number> {
  const { attempts } = await tx
    .selectFrom('deliveries')
    .select((eb) => eb.fn.countAll<number>().as('attempts'))
    .where('workspace_id', '=', survey.workspace_id)
    .where('survey_id', '=', survey.id)
    .executeTakeFirstOrThrow()
  return attempts
}

/**
 * Notes what the provider made of an attempt, and answers with that: one whose answer was lost may be known to have been
 * accepted, by a receipt that was quicker.
 */
export async function finishAttempt(
  tx: Tx,
  survey: SurveyRow,
  attempt: number,
  given: SendResult,
  now: Instant,
): Promise<SendResult> {
  const isLost = given.kind === 'retry' && given.reason === 'no_answer'
  const providerId = isLost ? await toldId(tx, survey, attempt) : null
  const result: SendResult = providerId === null ? given : { kind: 'accepted', providerId }
  const isAccepted = result.kind === 'accepted'
  await tx
    .updateTable('deliveries')
    .set({
      state: isLost && !isAccepted ? 'unknown' : result.kind,
      provider_id: isAccepted ? result.providerId : null,
      error: isAccepted ? null : result.sentence,
      finished_at: new Date(now),
    })
    .where('workspace_id', '=', survey.workspace_id)
    .where('survey_id', '=', survey.id)
    .where('attempt', '=', attempt)
    .execute()
  return result
}

async function toldId(tx: Tx, survey: SurveyRow, attempt: number): Promise<string | null> {
  const row = await tx
    .selectFrom('deliveries')
    .select('provider_id')
    .where('workspace_id', '=', survey.workspace_id)
    .where('survey_id', '=', survey.id)
    .where('attempt', '=', attempt)
    .executeTakeFirst()
  return row?.provider_id ?? null
}
