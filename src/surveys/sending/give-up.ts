import { type Addresses, addressOn, hasOptedOut } from '../../channels/address.ts'
import { type Failed, failed } from '../../channels/failure.ts'
import { bySystem } from '../../inbox/by.ts'
import type { Recipient } from '../../inbox/conversations/lock-recipients.ts'
import { addEntry } from '../../inbox/timeline/timeline.ts'
import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import { channelName } from '../../policy/channel-name.ts'
import { nextWay, type OverBecause } from '../../policy/handing/hand-over.ts'
import { type ChannelId, isChannelOn } from '../../policy/settings.ts'
import { currentPolicy } from '../settings/current-policy.ts'
import { attemptsOf } from './deliveries.ts'
import { enqueueSend } from '../life/enqueue-send.ts'
import { moveSurvey, storeDecision, type SurveyRow, wayOf } from '../store.ts'

type Given = {
  survey: SurveyRow
  contact: Addresses & Pick<Recipient['contact'], 'consents' | 'unsubscribed_at'>
  because: OverBecause
  /** What the last attempt failed at. Of one that may be there nothing is said but that. */
  failure: Failed
  /** The workspace's other ways that are connected, in its order. */
  others: readonly ChannelId[]
  now: Instant
}

/**
 * A survey does not get through on its channel (O3): it goes on by the next way on which the contact has an address
 * and takes messages, which the decisions and the timeline say; without one it has failed. It is scheduled, or was
 * sent and came back.
 */
export async function giveUp(tx: Tx, given: Given): Promise<void> {
  const { survey, contact, because, now } = given
  const failure = because === 'may_be_there' ? failed('no_answer') : given.failure
  const { policy, version } = await currentPolicy(tx, survey.workspace_id)
  const attempts = await attemptsOf(tx, survey)
  const next = nextWay({
    because,
    unsubscribed: contact.unsubscribed_at !== null,
    tried: [...attempts.map(({ channel }) => channel), wayOf(survey)],
    others: given.others.map((channel) => ({
      channel,
      isOn: isChannelOn(policy, channel),
      hasAddress: addressOn(channel, contact) !== null,
      optedOut: hasOptedOut(channel, contact),
    })),
  })
  const back = { sent_at: null, rate_until: null, edit_until: null }
  const lost = await moveSurvey(tx, survey, 'delivery_failed', { ...back, end_reason: failure.reason }, now)
  await addEntry(tx, bySystem(survey.workspace_id), {
    conversationId: survey.conversation_id,
    contactId: survey.contact_id,
    kind: 'csat_failed',
    surveyId: survey.id,
    data: {
      channel: wayOf(survey),
      reason: failure.reason,
      sentence: next ? `${failure.sentence} It goes out by ${channelName(next)} instead.` : failure.sentence,
      ...(next ? { next_channel: next } : {}),
    },
    at: now,
  })
  if (!next) return
  await storeDecision(tx, {
    workspaceId: survey.workspace_id,
    conversationId: survey.conversation_id,
    surveyId: survey.id,
    kind: 'send',
    cause: survey.cause,
    decision: {
      allowed: true,
      reason: null,
      facts: { channel: next, instead_of: wayOf(survey), because: failure.sentence },
    },
    policyVersion: version,
    at: now,
  })
  const changes = { via: next, attempts_before: attempts.length, end_reason: null }
  await enqueueSend(tx, await moveSurvey(tx, lost, 'retried', changes, now), now)
}
