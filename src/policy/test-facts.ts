import type { KnownSurvey, MakeFacts } from './make.ts'
import { presetPolicy } from './presets.ts'
import { mergePatch, type Policy, type Preset } from './settings.ts'

/** A Monday morning, for tests. */
export const NOW = Date.UTC(2026, 2, 2, 9)
export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** A preset that is switched on, with all channels on, and a patch over it. */
export function policyOf(preset: Preset, patch: object = {}): Policy {
  const policy = presetPolicy(preset)
  for (const channel of Object.values(policy.trigger.channels)) channel.enabled = true
  return mergePatch({ ...policy, enabled: true }, patch) as Policy
}

/** A conversation that every preset would ask about, with what a case changes. */
export function makeFacts(
  preset: Preset,
  changes: Partial<Omit<MakeFacts, 'conversation' | 'contact'>> & {
    conversation?: Partial<MakeFacts['conversation']>
    contact?: Partial<MakeFacts['contact']>
  } = {},
): MakeFacts {
  return {
    policy: policyOf(preset),
    now: NOW,
    channel: 'web_chat',
    cause: 'status_change',
    choice: 'default',
    agentId: 'agent-1',
    surveys: [],
    closingApp: false,
    sample: 50,
    ...changes,
    conversation: {
      id: 'conversation-1',
      status: 'closed',
      resolution: 1,
      endedAt: NOW,
      origin: 'inbound',
      contactCount: 1,
      characters: 400,
      messages: 4,
      teammateMessages: 2,
      supportMessages: 2,
      lastMessageAt: NOW - HOUR,
      tags: [],
      ...changes.conversation,
    },
    contact: { kind: 'user', unsubscribed: false, hasAddress: true, lastAskedAt: null, ...changes.contact },
  }
}

export function knownSurvey(changes: Partial<KnownSurvey> = {}): KnownSurvey {
  return {
    id: 'survey-1',
    conversationId: 'conversation-1',
    resolution: 1,
    agentId: 'agent-1',
    state: 'sent',
    cause: 'status_change',
    madeAt: NOW - HOUR,
    rateUntil: null,
    ...changes,
  }
}
