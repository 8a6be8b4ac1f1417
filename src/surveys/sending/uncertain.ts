import { failed } from '../../channels/failure.ts'
import { bySystem } from '../../inbox/by.ts'
import { lockConversation } from '../../inbox/find.ts'
import { noteProviderId } from '../../inbox/messages/provider-ids.ts'
import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import type { Doubt } from '../../policy/handing/hand-over.ts'
import { type ChannelId, policyForChannel } from '../../policy/settings.ts'
import { currentPolicy } from '../settings/current-policy.ts'
import { attemptsOf, type DeliveryRow, finishAttempts } from './deliveries.ts'
import { markSent } from '../life/mark-sent.ts'
import { findSurvey, type SurveyRow, wayOf } from '../store.ts'

/** What of a survey may have arrived since it was begun (anew); null: nothing. */
export function doubtOf(survey: SurveyRow, attempts: readonly DeliveryRow[]): Doubt | null {
  const uncertain = uncertainOf(survey, attempts)
  if (uncertain.length === 0) return null
  return {
    since: Math.min(...uncertain.map(({ started_at }) => started_at)),
    last: Math.max(...uncertain.map((attempt) => attempt.finished_at ?? attempt.started_at)),
  }
}

/** Of a survey's attempts those that were cut off or had no answer. */
function uncertainOf(survey: SurveyRow, attempts: readonly DeliveryRow[]): DeliveryRow[] {
  return attempts.filter(
    ({ attempt, state }) => attempt > survey.attempts_before && (state === 'started' || state === 'unknown'),
  )
}

/** Was an attempt of this survey begun whose end nobody has noted? */
export function isCutOff(survey: SurveyRow, attempts: readonly DeliveryRow[]): boolean {
  return uncertainOf(survey, attempts).some(({ state }) => state === 'started')
}

/**
 * Attempts that were cut off before they knew what came of them are `unknown` from now on. A receipt may have told
 * meanwhile: then the survey is sent. Answers with both as they are now.
 */
export async function closeCutOff(
  tx: Tx,
  survey: SurveyRow,
  attempts: DeliveryRow[],
  now: Instant,
): Promise<{ survey: SurveyRow; attempts: DeliveryRow[] }> {
  const cutOff = uncertainOf(survey, attempts).filter(({ state }) => state === 'started')
  if (cutOff.length === 0) return { survey, attempts }
  const result = failed('no_answer')
  await finishAttempts(
    tx,
    cutOff.map(({ attempt }) => ({ survey, attempt, result })),
    now,
  )
  const told = cutOff.find(({ provider_id }) => provider_id !== null)
  return {
    survey: told
      ? await settle(tx, survey, { ...told, provider_id: told.provider_id! }, told.channel, now)
      : survey,
    attempts: await attemptsOf(tx, survey),
  }
}

/**
 * The provider has this survey, which it says by our own name for it (O3). True when that was not known and is now; an
 * attempt that is still being made only keeps it in mind.
 */
export async function proveTaken(
  tx: Tx,
  { workspaceId, surveyId, providerId, hook }: Proof,
  now: Instant,
): Promise<boolean> {
  const found = await findSurvey(tx, workspaceId, surveyId)
  if (!found || !(await lockConversation(tx, workspaceId, found.conversation_id))) return false
  // As it is now that nobody else changes it.
  const survey = (await findSurvey(tx, workspaceId, surveyId))!
  const attempt = uncertainOf(survey, await attemptsOf(tx, survey)).at(-1)
  if (!attempt || (attempt.provider_id !== null && attempt.state === 'started')) return false
  if (attempt.state === 'unknown') {
    await settle(tx, survey, { ...attempt, provider_id: providerId }, hook, now)
    return true
  }
  await tx
    .updateTable('deliveries')
    .set({ provider_id: providerId })
    .where('workspace_id', '=', workspaceId)
    .where('survey_id', '=', surveyId)
    .where('attempt', '=', attempt.attempt)
    .execute()
  return false
}

type Proof = { workspaceId: string; surveyId: string; providerId: string; hook: ChannelId }
type Told = { attempt: number; channel: ChannelId; provider_id: string }

/** It was accepted after all. One that was given up for want of an answer is sent. */
async function settle(
  tx: Tx,
  survey: SurveyRow,
  { attempt, channel, provider_id }: Told,
  hook: ChannelId,
  now: Instant,
): Promise<SurveyRow> {
  const { workspace_id: workspaceId, id: surveyId, conversation_id: conversationId } = survey
  await tx
    .updateTable('deliveries')
    .set({ state: 'accepted', provider_id, error: null, finished_at: new Date(now) })
    .where('workspace_id', '=', workspaceId)
    .where('survey_id', '=', surveyId)
    .where('attempt', '=', attempt)
    .execute()
  const name = { workspaceId, channel: hook, providerId: provider_id }
  await noteProviderId(tx, { ...name, conversationId, surveyId }, now)
  const isOpen =
    survey.state === 'scheduled' || (survey.state === 'failed' && survey.end_reason === 'no_answer')
  if (!isOpen || wayOf(survey) !== channel) return survey
  const { policy } = await currentPolicy(tx, workspaceId)
  return markSent(tx, bySystem(workspaceId), survey, policyForChannel(policy, survey.channel), now)
}
