import { addressOn, hasOptedOut } from '../channels/address.ts'
import type { Consents } from '../platform/tables/words.ts'
import type { Course, Fate } from '../policy/replay/course.ts'
import type { Instant } from '../policy/decision.ts'
import { isExplicit } from '../policy/make.ts'
import type { Happening } from '../policy/replay/replay.ts'
import { planStatus, type StatusKnown, type StatusPlan } from '../policy/resolution.ts'
import type { ChannelId, ConversationStatus } from '../policy/settings.ts'
import { drawSample } from '../surveys/asking/make-survey.ts'
import type { Batch, PastConversation, PastDecision, PastEntry, PastSurvey } from './read-batch.ts'

export type Past = {
  happenings: Happening[]
  /** Decisions that somebody asked for, by hand, by API or by a workflow. */
  asked: number
  /** Decisions of which it is not known whether somebody had said "send" or "without a survey". */
  unclear: number
}

type Look = {
  since: Instant
  /** Does an app show its own card on this channel, as things stand today? */
  hasApp: (channel: ChannelId) => boolean
}
/** A decision with what its conversation was like. */
type Placed = PastDecision & {
  number: number
  status: Extract<PastEntry['data'], { to: unknown }>['to']
  endedAt: Instant | null
  /** It came with a change of the status. */
  withChange: boolean
}
type Reopened = { reopened: true; at: Instant }

/**
 * What happened to one contact, put together from what is kept: the decisions of resolutions first decided about
 * since then, with their facts as they were; reopenings; and the surveys of all others as they are.
 */
export function pastOf(
  contactId: string,
  conversations: readonly PastConversation[],
  batch: Batch,
  look: Look,
): Past {
  const surveys = batch.surveys.get(contactId) ?? []
  const surveyById = new Map(surveys.map((survey) => [survey.id, survey]))
  const replayed = new Set<string>()
  const happenings: Happening[] = []
  let asked = 0
  let unclear = 0
  for (const conversation of conversations) {
    const entries = batch.entries.get(conversation.id) ?? []
    const steps = placed(conversation, batch.decisions.get(conversation.id) ?? [], entries)
    const beforeSince = new Set<number>()
    for (const step of steps) {
      if ('reopened' in step) {
        if (step.at < look.since) continue
        const { id, channel } = conversation
        happenings.push({ kind: 'reopened', at: step.at, conversationId: id, channel })
        continue
      }
      if (step.at < look.since) beforeSince.add(step.number)
      if (beforeSince.has(step.number)) continue
      const survey = surveyById.get(step.survey_id ?? '')
      if (survey) replayed.add(survey.id)
      const choice = choiceOf(step)
      if (choice === 'unclear') unclear += 1
      const facts = factsOf(conversation, step, choice === 'default' ? 'default' : 'skip', entries, look)
      if (isExplicit(facts)) asked += 1
      happenings.push({
        kind: 'decision',
        at: step.at,
        facts,
        windowHours: survey?.window_hours ?? null,
        delay: survey && survey.cause !== 'status_change' ? survey.due_at - survey.made_at : 0,
        fate: survey ? fateOf(survey) : null,
      })
    }
  }
  for (const survey of surveys) {
    if (replayed.has(survey.id)) continue
    happenings.push({ kind: 'survey', at: survey.made_at, survey: courseAsItWas(survey, look.since) })
  }
  return { happenings: happenings.toSorted((a, b) => a.at - b.at), asked, unclear }
}

/**
 * Each decision with the status change that led to it, in order, and the reopenings between them. A change that was
 * told of late bears an earlier time than the decision it led to.
 */
function placed(
  { resolution }: PastConversation,
  decisions: readonly PastDecision[],
  entries: readonly PastEntry[],
): (Placed | Reopened)[] {
  const changes = entries.flatMap(({ at, data }) => (data.from === undefined ? [] : [{ at, ...data }]))
  const plans = plansOf(changes)
  const before = Math.max(0, resolution - (plans.at(-1)?.resolution ?? 0))
  const steps: (Placed | Reopened)[] = []
  let status = changes[0]?.from ?? 'open'
  let number = before
  let endedAt: Instant | null = null
  let next = 0
  const takeUpTo = (end: number): void => {
    for (; next < end; next += 1) {
      const plan = plans[next]!
      const { at } = changes[next]!
      if (plan.effect === 'reopened') {
        steps.push({ reopened: true, at: Math.max(at, steps.at(-1)?.at ?? at) })
      }
      status = plan.status
      number = before + plan.resolution
      endedAt = plan.endedAt
    }
  }
  for (const decision of decisions) {
    const isLed = decision.cause === 'status_change' || decision.cause === 'hand'
    const sameTime = changes.findIndex(
      ({ at }, index) => index >= next && plans[index]!.asks && at === decision.at,
    )
    const upcoming = plans.findIndex(({ asks }, index) => index >= next && asks)
    const led = sameTime >= 0 ? sameTime : upcoming
    const withChange = isLed && led >= 0 && changes[led]!.at <= decision.at
    if (withChange) takeUpTo(led + 1)
    else {
      const later = changes.findIndex(
        ({ at }, index) => index >= next && (plans[index]!.asks || at > decision.at),
      )
      takeUpTo(later < 0 ? changes.length : later)
    }
    steps.push({ ...decision, number, status, endedAt, withChange })
  }
  takeUpTo(changes.length)
  return steps
}

type Change = { at: Instant; from: ConversationStatus; to: ConversationStatus }

/** What each change did, counted from the first that is known. */
function plansOf(changes: readonly Change[]): StatusPlan[] {
  let known: StatusKnown = {
    status: 'open',
    statusAt: null,
    snoozedUntil: null,
    resolution: 0,
    endedAt: null,
  }
  return changes.map(({ at, from, to }) => {
    // They are in order, and each was newer than what was known then.
    const plan = planStatus({ ...known, status: from, statusAt: null }, { to, at, now: at })
    known = plan
    return plan
  })
}

/** What the person who ended it had chosen, where that is known. */
function choiceOf({ cause, allowed, reason, skipped, withChange }: Placed): 'default' | 'skip' | 'unclear' {
  if (cause !== 'hand' || allowed || !withChange) return 'default'
  if (reason === 'not_by_hand') return skipped ? 'skip' : 'default'
  return reason === 'csat_off' || reason === 'status_not_ended' ? 'unclear' : 'default'
}

function factsOf(
  conversation: PastConversation,
  step: Placed,
  choice: 'default' | 'skip',
  entries: readonly PastEntry[],
  { hasApp }: Look,
): Extract<Happening, { kind: 'decision' }>['facts'] {
  const { channel } = conversation
  const { later, at, cause } = step
  const asked = { cause: choice === 'skip' ? ('status_change' as const) : cause, choice }
  const consents = Object.fromEntries(
    Object.entries(conversation.consents).filter(([, consent]) => consent.at <= at),
  ) as Consents
  return {
    ...asked,
    channel,
    conversation: {
      id: conversation.id,
      status: step.status,
      resolution: step.number,
      endedAt: step.endedAt,
      origin: conversation.origin,
      contactCount: conversation.contact_count,
      characters: conversation.characters - (later?.characters ?? 0),
      messages: conversation.message_count - (later?.messages ?? 0),
      teammateMessages: conversation.teammate_message_count - (later?.teammate ?? 0),
      supportMessages: conversation.support_message_count - (later?.support ?? 0),
      lastMessageAt: later ? later.before : conversation.last_message_at,
      tags: tagsAt(conversation.tags, entries, at),
    },
    contact: {
      kind: conversation.kind,
      unsubscribed:
        (conversation.unsubscribed_at !== null && conversation.unsubscribed_at <= at) ||
        hasOptedOut(channel, { consents }),
      hasAddress: addressOn(channel, conversation) !== null,
    },
    // Asked again without a change of the status: the app had no card.
    closingApp: !isExplicit(asked) && !(cause === 'status_change' && !step.withChange) && hasApp(channel),
    sample: drawSample({ id: conversation.id, resolution: step.number }),
  }
}

/** Today's tags, with what was changed since then undone. */
function tagsAt(tags: readonly string[], entries: readonly PastEntry[], at: Instant): readonly string[] {
  return entries.reduceRight<readonly string[]>((known, entry) => {
    const { data } = entry
    if (entry.at <= at || data.from !== undefined) return known
    return [...known.filter((tag) => !data.added.includes(tag)), ...data.removed]
  }, tags)
}

/** Why a survey ended that would have ended so under any policy. */
const ENDS_ANYHOW = ['by_hand', 'unsubscribed', 'no_address']

const span = (from: Instant, to: Instant | null): number | null => (to === null ? null : to - from)

function fateOf(survey: PastSurvey): Fate {
  const { state, due_at: due, answered_at: answeredAt, updated_at: updatedAt } = survey
  // One that came back was sent all the same, where it was answered.
  const sentAt = survey.sent_at ?? answeredAt
  const wasTooEarly = state === 'withdrawn' && sentAt === null && updatedAt < due
  return {
    sentAfter: wasTooEarly ? 0 : span(due, sentAt),
    answeredAfter: sentAt === null ? null : span(sentAt, answeredAt),
    failedAfter: state === 'failed' ? span(due, updatedAt) : null,
    takenBackAt: state === 'withdrawn' && ENDS_ANYHOW.includes(survey.end_reason ?? '') ? updatedAt : null,
  }
}

/** A survey that is not replayed. A reopening within the period is, and withdraws it or not. */
function courseAsItWas(survey: PastSurvey, since: Instant): Course {
  const { state, updated_at: updatedAt } = survey
  const isReplayed = survey.end_reason === 'reopened' && updatedAt >= since
  return {
    conversationId: survey.conversation_id,
    resolution: survey.resolution,
    madeAt: survey.made_at,
    sentAt: survey.sent_at ?? survey.answered_at,
    rateUntil: survey.rate_until,
    answeredAt: survey.answered_at,
    failedAt: state === 'failed' ? updatedAt : null,
    withdrawnAt: state === 'withdrawn' && !isReplayed ? updatedAt : null,
  }
}
