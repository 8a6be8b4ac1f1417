import type { Failed } from '../../channels/failure.ts'
import { lockConversation } from '../../inbox/find.ts'
import { chance } from '../../platform/crypto.ts'
import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import { planNext } from '../../policy/handing/hand-over.ts'
import type { ChannelId } from '../../policy/settings.ts'
import { enqueueSend } from '../life/enqueue-send.ts'
import { giveUp } from './give-up.ts'
import { findSurvey, moveSurvey, type SurveyRow, wayOf } from '../store.ts'

type Receipt = {
  workspaceId: string
  surveyId: string
  conversationId: string
  providerId: string
  failure: Failed | null
  /** The workspace's other ways that are connected. */
  others: readonly ChannelId[]
  now: Instant
}

/**
 * What became of a survey that the provider had accepted (O3): it arrived, which its delivery notes; or it came back,
 * and is tried again, goes another way, or has failed. One that was answered meanwhile stays answered.
 */
export async function takeSurveyReceipt(tx: Tx, receipt: Receipt): Promise<void> {
  const { workspaceId, surveyId, failure, now } = receipt
  const locked = await lockConversation(tx, workspaceId, receipt.conversationId)
  const survey = await findSurvey(tx, workspaceId, surveyId)
  if (!locked || !survey) return
  const noted = await noteOnDelivery(tx, survey, receipt)
  if (!noted || !failure || survey.state !== 'sent' || noted.channel !== wayOf(survey)) return
  // It came back: nothing of it is in doubt.
  const plan = planNext({
    kind: 'survey',
    outcome: failure,
    attempts: noted.attempt - survey.attempts_before,
    doubt: null,
    repeatsKnownMs: 0,
    since: survey.due_at,
    now,
    chance: chance(),
  })
  if (plan.next === 'over') {
    const { contact } = locked
    return giveUp(tx, { survey, contact, because: plan.because, failure, others: receipt.others, now })
  }
  if (plan.next !== 'again') return
  const back = { sent_at: null, rate_until: null, edit_until: null }
  const lost = await moveSurvey(tx, survey, 'delivery_failed', back, now)
  const again = await moveSurvey(tx, lost, 'retried', {}, now)
  await enqueueSend(tx, again, plan.at)
}

/** The attempt that it is about; undefined when that is known to have come back already. */
async function noteOnDelivery(
  tx: Tx,
  survey: SurveyRow,
  { providerId, failure, now }: Receipt,
): Promise<{ attempt: number; channel: ChannelId } | undefined> {
  return tx
    .updateTable('deliveries')
    .set(failure ? { state: 'bounced', error: failure.sentence } : { delivered_at: new Date(now) })
    .where('workspace_id', '=', survey.workspace_id)
    .where('survey_id', '=', survey.id)
    .where('provider_id', '=', providerId)
    .where('state', '=', 'accepted')
    .returning(['attempt', 'channel'])
    .executeTakeFirst()
}
