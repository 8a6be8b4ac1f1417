import type { Instant } from '../decision.ts'
import type { ChannelId } from '../settings.ts'

/**
 * What becomes of a message on its way to a customer's provider (O3, C15): it is there, it is handed over again, or it is
 * over. What may have arrived is not handed over again where that would make two of it.
 */

const SECOND = 1000
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** An ask, a teammate's reply, the answer to a press in a chat, a closing app's card by mail. */
export const MESSAGE_KINDS = ['survey', 'reply', 'press_answer', 'closing_card'] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]
/** Of a card the queue counts the attempts and makes the pauses: it has no state of its own. */
type Counted = Exclude<MessageKind, 'closing_card'>

/** What a provider made of an attempt; `afterMs` is how long it wants to be left alone. */
export type Outcome =
  | { kind: 'accepted' }
  | { kind: 'rejected' }
  | { kind: 'retry'; reason: string; afterMs: number }

/** Attempts that may have arrived: when the first of them began, and when we last had to do with one. */
export type Doubt = { since: Instant; last: Instant }

/** The first of them is all that is known of them; null when there is none. */
export function doubtFrom(since: Instant | null): Doubt | null {
  return since === null ? null : { since, last: since }
}

type Again = { next: 'again'; at: Instant }
type Over = { next: 'over'; because: OverBecause }
/** Why it is over. What `may_be_there` is settled by a receipt, at any time, or by a person. */
export type OverBecause = 'refused' | 'tried_enough' | 'too_late' | 'may_be_there'

type Rules = {
  /** So often it is handed to one channel. */
  attempts: number
  /** Milliseconds from an attempt to the next one: after so many, at the provider's wish, spread by a chance from 0 to 1. */
  pause(attempts: number, wish: number, chance: number): number
  /** Whom the provider had no turn for comes again after that. */
  missedMs: number
  /** So long it waits to be let in. */
  patienceMs: number
  /** What is older is not worth saying. */
  staleMs: number
}

const RULES: Record<Counted, Rules> = {
  survey: {
    attempts: 8,
    // 5 s, 20 s, 80 s … up to an hour, and never sooner than the provider asked for.
    pause: (attempts, wish, chance) =>
      Math.max(wish, Math.min(5 * SECOND * 4 ** (attempts - 1), 2800 * SECOND) * (1 + chance / 4)),
    missedMs: SECOND,
    patienceMs: DAY,
    staleMs: Infinity,
  },
  reply: {
    attempts: 8,
    pause: (attempts, wish, chance) => wish * attempts * (1 + chance / 4),
    missedMs: 5 * SECOND,
    patienceMs: DAY,
    staleMs: Infinity,
  },
  press_answer: {
    attempts: 5,
    pause: (_, wish) => wish,
    missedMs: 5 * SECOND,
    patienceMs: Infinity,
    staleMs: HOUR,
  },
}

/** For so long after an attempt without an answer it is waited for a receipt that tells that it arrived. */
const WORD_MS: Record<MessageKind, number> = { survey: HOUR, reply: 0, press_answer: 0, closing_card: 0 }

/** The provider may have it; it did not say so. */
export function isLost(outcome: Outcome): boolean {
  return outcome.kind === 'retry' && outcome.reason === 'no_answer'
}

/** Whom the provider had no turn for, once let in, comes again after so many milliseconds. That is no attempt. */
export function missedTurnMs(kind: Counted): number {
  return RULES[kind].missedMs
}

/**
 * When a message comes again that was not let in at the provider, which has it wait for `afterMs`; over when it has
 * waited too long, `since` it was due or what it answers was said. That is no attempt. What may be there already and is not
 * handed over again waits for no turn.
 */
export function planTurn(facts: {
  kind: Counted
  afterMs: number
  since: Instant
  doubt: Doubt | null
  repeatsKnownMs: number
  now: Instant
}): Again | Over {
  const { kind, afterMs, since, doubt, repeatsKnownMs, now } = facts
  const may = planAttempt({ kind, doubt, repeatsKnownMs, now })
  if (may.next !== 'go') return may
  const { patienceMs, staleMs } = RULES[kind]
  const at = now + afterMs
  const isLate = now - since > patienceMs || at - since >= staleMs
  return isLate ? over('too_late', doubt) : { next: 'again', at }
}

/** What may be there is over for no other reason: nobody knows how the last word on it would have been. */
function over(because: OverBecause, doubt: Doubt | null): Over {
  return { next: 'over', because: doubt === null ? because : 'may_be_there' }
}

/**
 * May a message be handed over (again)? Not when an earlier attempt was cut off or had no answer, and longer ago than
 * the provider recognises a repeat (`repeatsKnownMs`): it would arrive twice.
 */
export function planAttempt(facts: {
  kind: MessageKind
  doubt: Doubt | null
  repeatsKnownMs: number
  now: Instant
}): { next: 'go' } | Again | Over {
  const { kind, doubt, repeatsKnownMs, now } = facts
  if (doubt === null || now - doubt.since < repeatsKnownMs) return { next: 'go' }
  const until = doubt.last + WORD_MS[kind]
  return now < until ? { next: 'again', at: until } : { next: 'over', because: 'may_be_there' }
}

/**
 * What happens after an attempt. `attempts` counts those on this channel with this one, `doubt` is about all of them,
 * `since` is when the message was due or what it answers was said.
 */
export function planNext(facts: {
  kind: Counted
  outcome: Outcome
  attempts: number
  doubt: Doubt | null
  repeatsKnownMs: number
  since: Instant
  now: Instant
  chance: number
}): { next: 'sent' } | Again | Over {
  const { kind, outcome, attempts, doubt, repeatsKnownMs, since, now, chance } = facts
  if (outcome.kind === 'accepted') return { next: 'sent' }
  const rules = RULES[kind]
  const isFinal = outcome.kind === 'rejected'
  const at = isFinal ? now : now + rules.pause(attempts, outcome.afterMs, chance)
  const isLate = at - since >= rules.staleMs
  const mayGo = !isFinal && !isLate && attempts < rules.attempts
  const again = (when: Instant) => planAttempt({ kind, doubt, repeatsKnownMs, now: when })
  // Where a word may still come it is waited for, whatever went wrong now. Elsewhere a failure that is known says
  // nothing of attempts before: those are asked about when the next one is due.
  const waitsForWord = WORD_MS[kind] > 0
  const doubted = waitsForWord ? again(mayGo ? at : now) : isLost(outcome) ? again(at) : null
  if (doubted && doubted.next !== 'go') return doubted
  if (mayGo) return { next: 'again', at }
  return over(isFinal ? 'refused' : isLate ? 'too_late' : 'tried_enough', doubt)
}

/** A way to ask a contact, beside the one that failed. */
export type OtherWay = { channel: ChannelId; isOn: boolean; hasAddress: boolean; optedOut: boolean }

/**
 * By which way a survey goes on that is over on its channel: the first that was not tried, on which the policy asks and
 * the contact can be reached and takes messages. Null: it has failed. What may be there already goes nowhere else, nor
 * does a survey to somebody who has unsubscribed.
 */
export function nextWay(facts: {
  because: OverBecause
  unsubscribed: boolean
  tried: readonly ChannelId[]
  others: readonly OtherWay[]
}): ChannelId | null {
  const { because, unsubscribed, tried, others } = facts
  if (because === 'may_be_there' || unsubscribed) return null
  const next = others.find(
    ({ channel, isOn, hasAddress, optedOut }) => !tried.includes(channel) && isOn && hasAddress && !optedOut,
  )
  return next?.channel ?? null
}
