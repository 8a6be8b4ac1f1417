import { allow, type Decision, type Instant, type MakeRefusal, refuse } from './decision.ts'
import { durationMs } from './duration.ts'
import { type Cause, isReachable } from './make.ts'
import { type ChannelId, type ConversationStatus, isChannelOn, isEnded, type Policy } from './settings.ts'

/**
 * When a survey is due (O2): asked for by a person or a workflow, now; by itself, after the policy's delay
 * from the end.
 */
export function dueAt(facts: {
  policy: Policy
  explicit: boolean
  endedAt: Instant | null
  now: Instant
}): Instant {
  if (facts.explicit) return facts.now
  return Math.max(facts.now, (facts.endedAt ?? facts.now) + durationMs(facts.policy.trigger.delay))
}

export type SendFacts = {
  policy: Policy
  channel: ChannelId
  cause: Cause
  conversation: { status: ConversationStatus }
  contact: { unsubscribed: boolean; hasAddress: boolean }
}

/**
 * May a survey that is due be handed to its channel? What was true when it was made may have changed: CSAT
 * switched off (I2), the conversation active again (I18, J3), the contact gone.
 */
export function canSend(facts: SendFacts): Decision<MakeRefusal> {
  const { policy, channel, cause, conversation } = facts
  if (!policy.enabled) return refuse('csat_off')
  if (!isChannelOn(policy, channel)) return refuse('channel_off', { channel })
  if (cause !== 'workflow' && !isEnded(conversation.status)) {
    return refuse('status_not_ended', { status: conversation.status, statuses: '' })
  }
  return isReachable(facts) ?? allow({ channel })
}
