import { allow, type Decision, type Instant, type MakeRefusal, refuse } from './decision.ts'
import { describeDuration, durationMs } from './duration.ts'
import { hasRoomInScope, type KnownSurvey } from './scope.ts'
import { type ChannelId, type ConversationStatus, isChannelOn, isEnded, type Policy } from './settings.ts'

/** What asks: a status change by itself, a teammate, an API caller, a workflow. */
export type Cause = 'status_change' | 'hand' | 'api' | 'workflow'

export type MakeFacts = {
  /** The policy as it holds on this channel. */
  policy: Policy
  now: Instant
  channel: ChannelId
  cause: Cause
  /** What the person who changed the status chose in the dialog (C3). */
  choice: 'default' | 'send' | 'skip'
  conversation: {
    id: string
    status: ConversationStatus
    resolution: number
    endedAt: Instant | null
    origin: 'inbound' | 'direct_outbound' | 'api' | 'workflow'
    contactCount: number
    /** Of all messages together, both sides, spaces included. */
    characters: number
    messages: number
    teammateMessages: number
    /** From teammates, bots and workflows. */
    supportMessages: number
    lastMessageAt: Instant | null
    tags: readonly string[]
  }
  /** Whom the rating would belong to. */
  agentId: string | null
  contact: {
    kind: 'user' | 'lead'
    unsubscribed: boolean
    /** Can be reached on this channel. */
    hasAddress: boolean
    lastAskedAt: Instant | null
  }
  surveys: readonly KnownSurvey[]
  /** A closing app of the workspace shows its own card instead (I11). */
  closingApp: boolean
  /** This conversation's draw, 0 ≤ sample < 100, always the same for one resolution. */
  sample: number
}

/**
 * Could this resolution have been asked about? The rules alone: not who decided, nor the draw, nor that it was
 * asked about already. What was eligible and not sent is what the selection-bias meter shows (SPEC § 3.4).
 */
export function isEligible(facts: MakeFacts): boolean {
  const passes = (check: Check): boolean => check(facts) === null
  return facts.policy.trigger.mode === 'by_hand'
    ? EXPLICIT.filter((check) => check !== hasRoomInScope).every(passes)
    : AUTOMATIC.filter((check) => !NOT_OF_THE_CONVERSATION.includes(check)).every(passes)
}

type Check = (facts: MakeFacts) => Decision<MakeRefusal> | null

/** May a survey be made now? The first refusal in the order below is the reason given. */
export function canMake(facts: MakeFacts): Decision<MakeRefusal> {
  const checks = isExplicit(facts) ? EXPLICIT : AUTOMATIC
  for (const check of checks) {
    const refusal = check(facts)
    if (refusal) return refusal
  }
  return allow({ cause: facts.cause, channel: facts.channel, resolution: facts.conversation.resolution })
}

/** Somebody said "send", rather than the conversation merely ending. */
export function isExplicit({ cause, choice }: Pick<MakeFacts, 'cause' | 'choice'>): boolean {
  return cause !== 'status_change' || choice === 'send'
}

/** What asked, as it is kept: whoever chose in the dialog did it by hand (C3). */
export function causeOf({ cause, choice }: Pick<MakeFacts, 'cause' | 'choice'>): Cause {
  return choice === 'default' ? cause : 'hand'
}

/** C1: nothing is sent while CSAT is off. */
const isOn: Check = ({ policy }) => (policy.enabled ? null : refuse('csat_off'))

/** O1: each channel has its own switch. */
const isOnHere: Check = ({ policy, channel }) =>
  isChannelOn(policy, channel) ? null : refuse('channel_off', { channel })

/** I1: users and leads have separate switches. */
const isInAudience: Check = ({ policy: { trigger }, contact }) => {
  const on = contact.kind === 'user' ? trigger.audiences.users : trigger.audiences.leads
  return on ? null : refuse('audience_off', { kind: contact.kind })
}

/** J1, I18: only entering one of the chosen statuses asks; snoozing never does. */
const hasEnded: Check = ({ policy, conversation: { status } }) =>
  isEnded(status) && policy.trigger.statuses.includes(status)
    ? null
    : refuse('status_not_ended', { status, statuses: policy.trigger.statuses.join(', ') })

/** By hand only from the policy's statuses (C3, C4); in an automatic workspace from any ended one; a workflow whenever it says so (I13). */
const hasEndedForHand: Check = (facts) => {
  const { policy, conversation, cause } = facts
  if (cause === 'workflow') return null
  if (policy.trigger.mode === 'by_hand') return hasEnded(facts)
  return isEnded(conversation.status)
    ? null
    : refuse('status_not_ended', { status: conversation.status, statuses: '' })
}

/** C3: by hand, ending a conversation asks only when the agent says so. */
const nobodyDecides: Check = ({ policy, choice }) => {
  if (choice === 'skip') return refuse('not_by_hand', { skipped: true })
  return policy.trigger.mode === 'by_hand' ? refuse('not_by_hand', { skipped: false }) : null
}

/** I11: on close the app's card stands in the place of ours. */
const isReplaced: Check = ({ closingApp }) => (closingApp ? refuse('replaced_by_app') : null)

/** I12: exactly one contact. */
const isNotGroup: Check = ({ policy, conversation, cause }) =>
  conversation.contactCount > 1 && (policy.eligibility.exclude_group || cause === 'workflow')
    ? refuse('group_conversation', { contacts: conversation.contactCount })
    : null

/** I3, I4: which outbound conversations are left out. */
const isIncludedOrigin: Check = ({ policy: { eligibility }, conversation: { origin } }) => {
  if (origin === 'direct_outbound' && !eligibility.include_direct_outbound) {
    return refuse('direct_outbound_excluded')
  }
  if ((origin === 'api' || origin === 'workflow') && !eligibility.include_automated_outbound) {
    return refuse('automated_outbound_excluded', { origin })
  }
  return null
}

/** I4, I12: a teammate must have taken part; one who started a direct outbound has. */
const hasTeammate: Check = ({ policy, conversation }) =>
  policy.eligibility.require_teammate_reply && conversation.teammateMessages === 0
    ? refuse('no_teammate_reply')
    : null

/** I12: more characters than the limit, spaces and both sides counted. */
const isLongEnough: Check = ({ policy: { eligibility }, conversation: { characters } }) =>
  eligibility.min_characters > 0 && characters <= eligibility.min_characters
    ? refuse('too_short', { characters, more_than: eligibility.min_characters })
    : null

/** I12: ended within so long of the last message. */
const isFresh: Check = ({ policy: { eligibility }, conversation: { lastMessageAt, endedAt }, now }) => {
  if (eligibility.max_idle === null || lastMessageAt === null) return null
  const idle = (endedAt ?? now) - lastMessageAt
  return idle > durationMs(eligibility.max_idle)
    ? refuse('too_old', {
        idle: describeDuration(idle),
        at_most: describeDuration(durationMs(eligibility.max_idle)),
      })
    : null
}

/** Tags of the conversation against the two lists. */
const hasRightTags: Check = ({ policy: { eligibility }, conversation }) => {
  const { include, exclude } = eligibility.tags
  const excluded = conversation.tags.find((tag) => exclude.includes(tag))
  if (excluded !== undefined) return refuse('tag_excluded', { tag: excluded })
  return include.length > 0 && !conversation.tags.some((tag) => include.includes(tag))
    ? refuse('tag_excluded', { needs_one_of: include.join(', ') })
    : null
}

/** I13: a workflow asks about support that somebody or something gave. */
const workflowRules: Check = ({ cause, conversation }) => {
  if (cause !== 'workflow') return null
  if (conversation.supportMessages === 0) return refuse('no_support_message')
  return conversation.origin === 'direct_outbound' && conversation.messages <= 1
    ? refuse('outbound_without_follow_up')
    : null
}

/** A5, J2: a resolution asks by itself once, whatever became of that ask. */
const isFirstOfResolution: Check = ({ surveys, conversation }) => {
  const earlier = surveys.find(
    (survey) => survey.conversationId === conversation.id && survey.resolution === conversation.resolution,
  )
  return earlier ? refuse('already_asked', { since: earlier.madeAt, resolution: earlier.resolution }) : null
}

/** A5: the contact rests between two asks, in whichever conversations. */
const isRested: Check = ({ policy: { eligibility }, contact, now }) => {
  if (eligibility.contact_cooldown === null || contact.lastAskedAt === null) return null
  const until = contact.lastAskedAt + durationMs(eligibility.contact_cooldown)
  return now < until ? refuse('contact_cooldown', { asked_at: contact.lastAskedAt, until }) : null
}

const isSampled: Check = ({ policy: { eligibility }, sample }) =>
  sample < eligibility.sample_percent ? null : refuse('not_sampled', { percent: eligibility.sample_percent })

/** The contact wants to be asked and can be reached. */
export const isReachable: (facts: {
  contact: { unsubscribed: boolean; hasAddress: boolean }
  channel: ChannelId
}) => Decision<MakeRefusal> | null = ({ contact, channel }) => {
  if (contact.unsubscribed) return refuse('unsubscribed', { channel })
  return contact.hasAddress ? null : refuse('no_address', { channel })
}

/** In the order in which people would look for the reason: switched off, not the moment, not this kind, asked already, out of reach. */
const AUTOMATIC: readonly Check[] = [
  isOn,
  hasEnded,
  nobodyDecides,
  isOnHere,
  isReplaced,
  isInAudience,
  isNotGroup,
  isIncludedOrigin,
  hasTeammate,
  isLongEnough,
  isFresh,
  hasRightTags,
  isFirstOfResolution,
  hasRoomInScope,
  isRested,
  isSampled,
  isReachable,
]

/** By hand, by API or by a workflow: scope, addresses and the group rule, not the automatic eligibility (I13). */
const EXPLICIT: readonly Check[] = [
  isOn,
  hasEndedForHand,
  isOnHere,
  isNotGroup,
  workflowRules,
  hasRoomInScope,
  isReachable,
]

/** What depends on a person's choice, on chance, or on an earlier ask. */
const NOT_OF_THE_CONVERSATION: readonly Check[] = [
  nobodyDecides,
  isReplaced,
  isFirstOfResolution,
  hasRoomInScope,
  isSampled,
]
