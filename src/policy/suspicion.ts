import type { Instant } from './decision.ts'

/** Why an answer is set aside until a person has looked at it (SPEC § 3.1). */
const SUSPICIONS = ['honeypot', 'contradicting_clicks', 'many_links'] as const
export type Suspicion = (typeof SUSPICIONS)[number]

/** Whether a reason is one of ours, and not a reviewer's own words. */
export function isSuspicion(reason: string | null): reason is Suspicion {
  return SUSPICIONS.some((known) => known === reason)
}

/** Something seen of a survey's link before the answer. */
export type Seen = { kind: 'view' | 'click' | 'submit' | 'unsubscribe'; score: number | null; at: Instant }

/** So many different scores within so short a time are no change of mind. */
const BURST_MS = 10_000
const BURST_SCORES = 3
/** So many links answered from one address within a minute are not the work of one person. */
const MINUTE_MS = 60_000
const LINKS_A_MINUTE = 20

/** From when on evidence bears on an answer given now. */
export function suspicionSince(now: Instant): Instant {
  return now - MINUTE_MS
}

/**
 * Is a first answer to be set aside? Only what comes by the page's form is suspected: a program that answers for
 * its customers sends JSON, from one address and without looking.
 *
 * - A field that people cannot see was filled in.
 * - Within seconds several scores were clicked or sent, as link scanners do, and this is not the one opened last.
 * - Many links were answered from the same address within a minute.
 */
export function suspect(facts: {
  answer: { byForm: boolean; honeypot: boolean; score: number }
  /** Of this survey's link, oldest first, without the answer itself. */
  seen: readonly Seen[]
  /** Other surveys answered by the form from the same address within the last minute. */
  otherLinks: number
  now: Instant
}): Suspicion | null {
  const { answer, seen, otherLinks, now } = facts
  if (!answer.byForm) return null
  if (answer.honeypot) return 'honeypot'
  const recent = seen.filter(({ at }) => at > now - BURST_MS)
  // Whatever a scanner did before, a person opens the page last, or clicks the score that is then sent once more.
  const last = recent.at(-1)
  const clicks = recent.filter(({ kind, score }) => kind === 'click' && score === answer.score)
  const isLookedAt = last?.kind === 'view' || (clicks.length > 1 && last === clicks.at(-1))
  const scores = recent.filter(({ kind }) => kind !== 'view').map(({ score }) => score)
  const different = new Set([...scores, answer.score].filter((score) => score !== null))
  if (different.size >= BURST_SCORES && !isLookedAt) return 'contradicting_clicks'
  return otherLinks >= LINKS_A_MINUTE ? 'many_links' : null
}
