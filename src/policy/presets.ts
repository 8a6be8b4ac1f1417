import { CHANNEL_IDS, type ChannelId, type ChannelSettings, type Policy, type Preset } from './settings.ts'

/** What all presets start from: SPEC § 4, the paragraph under the table, and its first column. */
const COMMON: Policy = {
  enabled: false,
  trigger: {
    mode: 'by_hand',
    statuses: ['resolved', 'closed'],
    delay: 'PT0S',
    audiences: { users: true, leads: true },
    channels: on(CHANNEL_IDS),
  },
  eligibility: {
    min_characters: 0,
    max_idle: null,
    require_teammate_reply: false,
    exclude_group: false,
    include_direct_outbound: true,
    include_automated_outbound: true,
    contact_cooldown: null,
    tags: { include: [], exclude: [] },
    sample_percent: 100,
  },
  scope: 'contact_pending',
  on_reopen: 'keep',
  rating: { window: null, edit: { mode: 'never', hours: null }, comment_locks: false },
  attribution: 'last_teammate',
  question: {
    message: 'How was your support experience?',
    translations: {},
    scale: 'stars',
    satisfied_from: 4,
    low_until: 2,
    reasons: [],
    thank_you: null,
  },
  visibility: {
    embargo_hours: 48,
    individual_roles: ['owner', 'admin'],
    lead_sees_low_at_once: false,
    score_in_timeline: false,
    min_n: 5,
  },
  follow_up: { open_case: false, reopen: false, due_hours: 24, owner_rule: 'assignee' },
}

/** A fresh copy of a preset's policy. CSAT is off in all of them: choosing how to ask is not yet asking (C1). */
export function presetPolicy(preset: Preset): Policy {
  return structuredCopy(PRESET_POLICIES[preset])
}

const PRESET_POLICIES: Record<Preset, Policy> = {
  by_hand: COMMON,
  on_close: {
    ...COMMON,
    trigger: {
      ...COMMON.trigger,
      mode: 'automatic',
      statuses: ['closed'],
      channels: on(['web_chat', 'email']),
    },
    eligibility: {
      ...COMMON.eligibility,
      min_characters: 250,
      max_idle: 'P7D',
      require_teammate_reply: true,
      exclude_group: true,
      include_automated_outbound: false,
    },
    scope: 'teammate',
    rating: { window: null, edit: { mode: 'latest_wins', hours: null }, comment_locks: true },
    question: { ...COMMON.question, scale: 'emoji' },
    visibility: openTo(['owner', 'admin', 'lead', 'agent']),
    follow_up: { ...COMMON.follow_up, open_case: true },
  },
  after_delay: {
    ...COMMON,
    trigger: {
      ...COMMON.trigger,
      mode: 'automatic',
      statuses: ['resolved'],
      delay: 'PT5M',
      channels: on([]),
    },
    scope: 'conversation',
    rating: { window: null, edit: { mode: 'latest_wins', hours: null }, comment_locks: false },
    attribution: 'assignee',
    question: { ...COMMON.question, scale: 'emoji' },
    visibility: openTo(['owner', 'admin', 'lead', 'agent']),
    follow_up: { ...COMMON.follow_up, open_case: true },
  },
  per_resolution: {
    ...COMMON,
    trigger: {
      ...COMMON.trigger,
      mode: 'automatic',
      statuses: ['resolved', 'closed', 'pending_closure', 'closure_scheduled'],
    },
    scope: 'resolution',
    on_reopen: 'withdraw',
    rating: { ...COMMON.rating, window: { from: 'sent', hours: 168 } },
    attribution: 'assignee',
    visibility: openTo(['owner', 'admin', 'lead']),
    follow_up: { ...COMMON.follow_up, open_case: true },
  },
}

/** Each channel has a switch of its own; the named ones are on. */
function on(channels: readonly ChannelId[]): Record<ChannelId, ChannelSettings> {
  return Object.fromEntries(
    CHANNEL_IDS.map((channel) => [channel, { enabled: channels.includes(channel) }]),
  ) as Record<ChannelId, ChannelSettings>
}

function openTo(roles: Policy['visibility']['individual_roles']): Policy['visibility'] {
  return { ...COMMON.visibility, embargo_hours: 0, individual_roles: roles, score_in_timeline: true }
}

function structuredCopy(policy: Policy): Policy {
  return JSON.parse(JSON.stringify(policy)) as Policy
}
