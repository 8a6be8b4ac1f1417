import type { Instant } from '../decision.ts'
import { durationMs } from '../duration.ts'
import { moment } from '../moment.ts'
import type { ConversationStatus } from '../settings.ts'
import type { SurveyState } from '../survey.ts'
import type { Judged } from './workflow-condition.ts'
import { MAX_DEPTH, MAX_RUNS_PER_HOUR, type Trigger } from './workflow-definition.ts'
import { describeTrigger, fieldLabel } from './workflow-words.ts'

/** Which workflows start, and which are stopped before they begin (O9). */

const HOUR_MS = 3_600_000

/** An answer as news tells of it: its score, and the one before if it had one. */
type ToldScore = { score: number; before: number | null }

/** Does a workflow start by such news, whatever its conditions? An answer that was set aside is none (null). */
export function startsBy(
  trigger: Trigger,
  news: { type: string; to?: string | undefined },
  answer: ToldScore | null,
): boolean {
  if (trigger.type !== news.type) return false
  if (trigger.type === 'conversation.status_changed') return trigger.to.some((status) => status === news.to)
  if (trigger.type !== 'csat.score_submitted') return true
  if (!answer) return false
  if (trigger.updates === 'all' || answer.before === null) return true
  return trigger.updates === 'score_changed' && answer.before !== answer.score
}

/** Why a workflow that should start does not: something is not known, or it is part of a loop. */
export type Stop =
  | { reason: 'unknown'; facts: { unknown: string[] } }
  | { reason: 'loop'; facts: { depth: number } }
  | { reason: 'too_often'; facts: { runs: number } }

/** Why a workflow was stopped before it began (O9). */
export function stopSentence({ reason, facts }: Stop): string {
  switch (reason) {
    case 'unknown':
      return `Not started: not known yet: ${facts.unknown.map(fieldLabel).join(', ')}.`
    case 'loop':
      return `Stopped: loop. Workflows started one another ${facts.depth} times in a row; at most ${MAX_DEPTH} are allowed.`
    case 'too_often':
      return `Stopped: loop. This workflow ran ${MAX_RUNS_PER_HOUR} times for this conversation within an hour.`
  }
}

/** From when on runs count as often, at `now`. */
export function oftenSince(now: Instant): Instant {
  return now - HOUR_MS
}

/**
 * Does a run begin, is it stopped with a trace that says why, or is there nothing to tell? `depth` says how many
 * workflows started one another up to here, `runs` how many of this one began for the conversation within an hour.
 */
export function mayStart(facts: {
  trigger: Pick<Trigger, 'type'>
  judged: Judged
  depth: number
  runs: number
}): 'start' | 'nothing' | Stop {
  const { trigger, judged, depth, runs } = facts
  if (judged.holds === false) return 'nothing'
  if (judged.holds === 'unknown') {
    // A schedule looks at everything: what it cannot tell is no news.
    if (trigger.type === 'schedule') return 'nothing'
    return { reason: 'unknown', facts: { unknown: judged.unknown } }
  }
  if (depth > MAX_DEPTH) return { reason: 'loop', facts: { depth } }
  return runs < MAX_RUNS_PER_HOUR ? 'start' : { reason: 'too_often', facts: { runs } }
}

/** Is a conversation among those that a schedule looks at? `lastAt`: when something happened in it last. */
function isLookedAt({ look_back }: { look_back: string }, lastAt: Instant, now: Instant): boolean {
  return lastAt >= now - durationMs(look_back)
}

/** Why nothing about a conversation, as it stands, could be news that starts this; null: something could. */
export function whyNotTriggered(
  trigger: Trigger,
  facts: {
    status: ConversationStatus
    /** The last ask; null without one. */
    lastAsk: SurveyState | null
    answer: ToldScore | null
    lastAt: Instant
    now: Instant
  },
): string | null {
  const { status, lastAsk, answer, lastAt, now } = facts
  if (trigger.type === 'csat.expired') {
    return lastAsk === 'expired' ? null : 'Would not start: no survey of this conversation has expired.'
  }
  if (trigger.type === 'schedule') {
    if (isLookedAt(trigger, lastAt, now)) return null
    return `Would not start: nothing happened here since ${moment(now - durationMs(trigger.look_back))}.`
  }
  if (startsBy(trigger, { type: trigger.type, to: status }, answer)) return null
  return trigger.type === 'csat.score_submitted'
    ? 'Would not start: there is no answer that is known.'
    : `Would not start: it starts ${describeTrigger(trigger)}, and this one is ${status.replaceAll('_', ' ')}.`
}
