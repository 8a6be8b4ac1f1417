import type { Instant } from '../../policy/decision.ts'
import type { ChannelId } from '../../policy/settings.ts'

/** What stands in columns that know only a few words, or a shape of their own. */

export type AuthorKind = 'contact' | 'teammate' | 'bot' | 'workflow'
export type ActorKind = 'member' | 'api_key' | 'contact' | 'workflow' | 'system'
export type Origin = 'inbound' | 'direct_outbound' | 'api' | 'workflow'
export type HandledBy = 'bot' | 'human' | 'both'

/** Why a file was not kept: by itself, with the others, as one too many, or for the mail around it. */
export type LeftOut = 'too_large' | 'too_much' | 'too_many' | 'mail_too_large'

/** What a contact said last on a channel about taking messages there, and when (milliseconds). */
export type Consents = Partial<Record<ChannelId, { given: boolean; at: Instant }>>

/** What reports count; every number of them is made of these. */
export type Counts = {
  /** Resolutions; of these, reopened later; of these, that the rules would have let be asked about. */
  resolved: number
  reopened: number
  eligible: number
  /** Asks that went out and were not taken back; of these, answered; of these, that still can be. */
  sent: number
  sent_answered: number
  sent_open: number
  /** Answers that count, by score. */
  score_1: number
  score_2: number
  score_3: number
  score_4: number
  score_5: number
  /** By the definition that held when each was given (A2). */
  satisfied: number
}

export const DIMENSIONS = ['all', 'agent', 'team', 'channel', 'tag', 'handled_by'] as const
export type Dimension = (typeof DIMENSIONS)[number]
