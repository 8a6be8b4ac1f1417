import type { Instant } from './decision.ts'
import { momentOf } from './order.ts'
import { type ConversationStatus, isEnded } from './settings.ts'

/** How a conversation stands: its status and its resolutions so far. */
export type StatusKnown = {
  status: ConversationStatus
  /** When its status last changed, or was said to be what it is. */
  statusAt: Instant | null
  snoozedUntil: Instant | null
  /** The number of its last resolution; 0: none yet. */
  resolution: number
  /** When that began, while it lasts. */
  endedAt: Instant | null
}

/** What a status change does to it. `late`: it happened before a change that is known already, and does nothing. */
export type StatusEffect = 'ended' | 'reopened' | 'moved' | 'none' | 'late'

export type StatusPlan = StatusKnown & {
  /** The policy is asked whether a survey is made. */
  asks: boolean
  /** Whoever has it and is gone has it no longer: the customer is not to wait for him. */
  unassignsGone: boolean
} & ({ effect: 'late' } | { effect: Exclude<StatusEffect, 'late'>; statusAt: Instant })

/**
 * What becomes of a conversation that is moved to a status. Entering an ended status from an active one is a
 * resolution and gets the next number; moving between ended statuses is the same resolution (J2), and asks again,
 * since the first may not have been one of the policy's (where it was, the answer is "already asked"); a reopening ends it (J3). Snoozing ends nothing (I18).
 * `at`: when it happened elsewhere (O14); absent: now.
 */
export function planStatus(
  known: StatusKnown,
  change: { to: ConversationStatus; at?: Instant | undefined; now: Instant; snoozedUntil?: Instant | null },
): StatusPlan {
  const { status: from, resolution, endedAt } = known
  const { to } = change
  const nothing = { ...known, asks: false, unassignsGone: false }
  const statusAt = momentOf(known.statusAt, change)
  if (statusAt === null) return { ...nothing, effect: 'late' }
  const snoozedUntil = to === 'snoozed' ? (change.snoozedUntil ?? null) : null
  if (from === to && snoozedUntil === known.snoozedUntil) {
    // It changes nothing, and yet tells that nothing older changes anything any more.
    return { ...nothing, effect: 'none', statusAt }
  }
  const moved = { ...nothing, status: to, statusAt, snoozedUntil }
  if (!isEnded(from) && isEnded(to)) {
    return { ...moved, effect: 'ended', asks: true, resolution: resolution + 1, endedAt: statusAt }
  }
  if (isEnded(from) && !isEnded(to)) {
    return { ...moved, effect: 'reopened', unassignsGone: true, endedAt: null }
  }
  return { ...moved, effect: 'moved', asks: isEnded(to), endedAt }
}
