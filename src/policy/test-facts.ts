import type { Instant } from './decision.ts'
import type { MakeFacts } from './make.ts'
import { presetPolicy } from './presets.ts'
import type { RateFacts } from './rate.ts'
import type { KnownSurvey } from './scope.ts'
import { type ChannelId, mergePatch, type Policy, type Preset } from './settings.ts'

/** Facts for the tests of this folder: an unremarkable case, to be changed in the one thing a test is about. */

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** 3 March 2026, 14:05 UTC: when the conversation of these tests ends. */
export const NOW: Instant = Date.UTC(2026, 2, 3, 14, 5)

/** A preset, switched on, on every channel, with a merge patch over it. */
export function policyOf(preset: Preset, patch: object = {}): Policy {
  const policy = presetPolicy(preset)
  const everywhere = Object.fromEntries(
    Object.keys(policy.trigger.channels).map((channel) => [channel, { enabled: true }]),
  )
  const on = { enabled: true, trigger: { channels: everywhere } }
  const changed = mergePatch(mergePatch(policy, on), patch) as Policy
  return { ...changed, rating: { ...changed.rating, window: changed.rating.window ?? null } }
}

export type MakeChange = Partial<Omit<MakeFacts, 'conversation' | 'contact'>> & {
  conversation?: Partial<MakeFacts['conversation']>
  contact?: Partial<MakeFacts['contact']>
}

/** A conversation of 900 characters between one user and a teammate that has just been closed. */
export function makeFacts(policy: Policy, change: MakeChange = {}): MakeFacts {
  return {
    policy,
    now: NOW,
    channel: 'email' satisfies ChannelId,
    cause: 'status_change',
    choice: 'default',
    agentId: 'anna',
    surveys: [],
    closingApp: false,
    sample: 50,
    ...change,
    conversation: {
      id: 'this',
      status: 'closed',
      resolution: 1,
      endedAt: NOW,
      origin: 'inbound',
      contactCount: 1,
      characters: 900,
      messages: 6,
      teammateMessages: 3,
      supportMessages: 3,
      lastMessageAt: NOW - HOUR,
      tags: [],
      ...change.conversation,
    },
    contact: { kind: 'user', unsubscribed: false, hasAddress: true, lastAskedAt: null, ...change.contact },
  }
}

/** A survey sent in this conversation's first resolution, a day ago, not answered. */
export function knownSurvey(change: Partial<KnownSurvey> = {}): KnownSurvey {
  return {
    conversationId: 'this',
    resolution: 1,
    agentId: 'anna',
    state: 'sent',
    madeAt: NOW - DAY,
    rateUntil: null,
    ...change,
  }
}

export type RateChange = Partial<Omit<RateFacts, 'survey' | 'response'>> & {
  survey?: Partial<RateFacts['survey']>
  response?: Partial<NonNullable<RateFacts['response']>> | null
}

/** A survey sent now, with no end to its windows; with a response as soon as one is named. */
export function rateFacts(policy: Policy, change: RateChange = {}): RateFacts {
  const answered = { score: 4, comment: null, reasons: [], firstAt: NOW, at: NOW }
  return {
    policy,
    now: NOW + HOUR,
    superseded: false,
    ...change,
    survey: {
      state: change.response ? 'answered' : 'sent',
      handedOver: true,
      madeAt: NOW,
      rateUntil: null,
      editUntil: null,
      ...change.survey,
    },
    response: change.response ? { ...answered, ...change.response } : null,
  }
}
