/** The policy document (SPEC § 4): the words are those of the JSON that people edit. */

export const CHANNEL_IDS = [
  'web_chat',
  'email',
  'sms',
  'whatsapp',
  'telegram',
  'messenger',
  'instagram',
  'slack',
  'discord',
  'phone',
  'web_voice',
  'api',
] as const
export type ChannelId = (typeof CHANNEL_IDS)[number]

export const PRESETS = ['by_hand', 'on_close', 'after_delay', 'per_resolution'] as const
export type Preset = (typeof PRESETS)[number]

export const STATUSES = [
  'open',
  'snoozed',
  'pending_closure',
  'closure_scheduled',
  'resolved',
  'closed',
] as const
export type ConversationStatus = (typeof STATUSES)[number]

export const ENDED_STATUSES = ['pending_closure', 'closure_scheduled', 'resolved', 'closed'] as const
export type EndedStatus = (typeof ENDED_STATUSES)[number]

/** Open and snoozed are active; the other four are ended. */
export function isEnded(status: ConversationStatus): status is EndedStatus {
  return status !== 'open' && status !== 'snoozed'
}

export const SCOPES = ['contact_pending', 'resolution', 'conversation', 'teammate'] as const
export const SCALES = ['stars', 'emoji', 'thumbs'] as const
export const ROLES = ['owner', 'admin', 'lead', 'agent'] as const
export type Scope = (typeof SCOPES)[number]
export type Scale = (typeof SCALES)[number]
export type Role = (typeof ROLES)[number]

export type Policy = {
  enabled: boolean
  trigger: {
    mode: 'by_hand' | 'automatic'
    /** Which entries ask by themselves; by hand: from which statuses an agent may send. */
    statuses: EndedStatus[]
    /** ISO 8601, from the end of the conversation to the ask; at most 72 hours. */
    delay: string
    audiences: { users: boolean; leads: boolean }
    channels: Partial<Record<ChannelId, ChannelSettings>>
  }
  eligibility: {
    /** Characters of all messages together that must be exceeded. */
    min_characters: number
    /** ISO 8601: the longest time between the last message and the end. */
    max_idle: string | null
    require_teammate_reply: boolean
    exclude_group: boolean
    include_direct_outbound: boolean
    include_automated_outbound: boolean
    /** ISO 8601: the shortest time between two asks of one contact. */
    contact_cooldown: string | null
    tags: { include: string[]; exclude: string[] }
    sample_percent: number
  }
  scope: Scope
  on_reopen: 'withdraw' | 'keep'
  rating: {
    window: { from: 'sent' | 'ended'; hours: number } | null
    edit: { mode: 'never' | 'window' | 'latest_wins'; hours: number | null }
    comment_locks: boolean
  }
  attribution: 'last_teammate' | 'assignee' | 'resolver'
  question: {
    message: string
    translations: Record<string, string>
    scale: Scale
    satisfied_from: 4 | 5
    low_until: number
    reasons: string[]
    thank_you: string | null
  }
  visibility: {
    embargo_hours: number
    individual_roles: Role[]
    lead_sees_low_at_once: boolean
    score_in_timeline: boolean
    min_n: number
  }
  follow_up: {
    open_case: boolean
    reopen: boolean
    due_hours: number
    owner_rule: 'assignee' | 'team_lead' | 'round_robin'
  }
}

/** A channel's switch and the fields in which it differs from the rest of the workspace. */
export type ChannelSettings = { enabled: boolean; [override: string]: unknown }

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** JSON merge patch (RFC 7396): null removes, objects merge, everything else replaces. Changes neither argument. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged = new Map(Object.entries(isObject(target) ? target : {}))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key)
    else merged.set(key, mergePatch(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}

/** A merge patch says null by taking a field away: where these are absent from a policy, they are null. */
export function withNulls(document: unknown): Record<string, unknown> {
  const policy = objectOrEmpty(document)
  const rating = objectOrEmpty(policy['rating'])
  return {
    ...policy,
    eligibility: { max_idle: null, contact_cooldown: null, ...objectOrEmpty(policy['eligibility']) },
    rating: { window: null, ...rating, edit: { hours: null, ...objectOrEmpty(rating['edit']) } },
    question: { thank_you: null, translations: {}, ...objectOrEmpty(policy['question']) },
  }
}

function objectOrEmpty(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}

/** The policy as it holds on one channel: the workspace's, with that channel's own fields over it. */
export function policyForChannel(policy: Policy, channel: ChannelId): Policy {
  const { enabled: _switch, ...overrides } = policy.trigger.channels[channel] ?? { enabled: false }
  return Object.keys(overrides).length === 0 ? policy : (withNulls(mergePatch(policy, overrides)) as Policy)
}

/** The status that “End the conversation” sets: Resolved, unless the channel's policy asks on others only. */
export function usualEnd(policy: Policy, channel: ChannelId): EndedStatus {
  if (!policy.enabled || !isChannelOn(policy, channel)) return 'resolved'
  const { statuses } = policyForChannel(policy, channel).trigger
  const byUse: EndedStatus[] = ['resolved', 'closed', 'pending_closure', 'closure_scheduled']
  return byUse.find((status) => statuses.includes(status)) ?? 'resolved'
}

/**
 * The policy an ask lives under: its question as it was when it was made (C2, A2), all else as it stands now (I2),
 * both on the ask's channel.
 */
export function policyForAsk(now: Policy, whenMade: Policy, channel: ChannelId): Policy {
  const policy = policyForChannel(now, channel)
  return whenMade === now ? policy : { ...policy, question: policyForChannel(whenMade, channel).question }
}

/** True when surveys may go out on the channel. */
export function isChannelOn(policy: Policy, channel: ChannelId): boolean {
  return policy.trigger.channels[channel]?.enabled === true
}
