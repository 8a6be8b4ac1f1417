import type { SendResult } from '../../channels/channel.ts'
import { bySystem } from '../../inbox/by.ts'
import { lockRecipients, type Recipient } from '../../inbox/conversations/lock-recipients.ts'
import { noteProviderIds } from '../../inbox/messages/provider-ids.ts'
import type { Context } from '../../platform/context.ts'
import { chance } from '../../platform/crypto.ts'
import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import { isLost, missedTurnMs, planNext } from '../../policy/handing/hand-over.ts'
import type { ChannelId } from '../../policy/settings.ts'
import { attemptsOfAll, type DeliveryRow, finishAttempts, takeBackAttempts } from './deliveries.ts'
import { enqueueSends } from '../life/enqueue-send.ts'
import { giveUp } from './give-up.ts'
import { markAllSent } from '../life/mark-sent.ts'
import { policiesOfAsks } from '../settings/policy-of-ask.ts'
import { findSurveys, type SurveyRow } from '../store.ts'
import { doubtOf } from './uncertain.ts'

/** An attempt that is over. */
export type Handed = {
  survey: SurveyRow
  attempt: number
  /** When it was begun: its number may be given again when it was taken back. */
  startedAt: Instant
  /** Null when the provider was not asked after all. */
  result: SendResult | null
  /** Where the provider tells of it. */
  hook: ChannelId
  repeatsKnownMs: number
}

/** The other ways that are connected, by workspace, in its order. */
export type OtherWays = ReadonlyMap<string, readonly ChannelId[]>

type Held = Handed & { recipient: Recipient; noted: DeliveryRow }
type Answered = Held & { result: SendResult }

/**
 * The last step of sending, for different surveys at once: notes what came of each attempt. What was accepted is sent, in
 * a few statements however many they are; what failed is tried again, goes another way, or has failed. Nobody is waited
 * for: false, in their order, for those whose conversation or contact somebody else holds. What was noted before, by a
 * commit whose answer was lost, is not noted again.
 */
export async function finishSendings(
  tx: Tx,
  ctx: Context,
  handed: readonly Handed[],
  others: OtherWays,
): Promise<boolean[]> {
  const { held, busy } = await holdAll(tx, handed)
  const now = ctx.clock.now()
  const notAsked = held.filter(({ result }) => result === null)
  await takeBackAttempts(tx, notAsked)
  const answered = held.filter(isAnswered).map(withTold)
  await finishAttempts(tx, answered, now)
  await noteNames(tx, answered, now)
  // Withdrawn, or answered through its link, while the provider was at work: that stands.
  const open = answered.filter(({ survey }) => survey.state === 'scheduled')
  await markAccepted(tx, open, now)
  const again = await settleFailures(tx, open, others, now)
  const later = notAsked.map(({ survey }) => ({ survey, runAt: now + missedTurnMs('survey') }))
  await enqueueSends(tx, [...again, ...later.filter(({ survey }) => survey.state === 'scheduled')])
  return handed.map(({ survey }) => !busy.has(survey.id))
}

function isAnswered(held: Held): held is Answered {
  return held.result !== null
}

/**
 * Locks and reads them as they are now, with those whose attempt is not settled yet. Where the contact was deleted, so was
 * all of this with it. Those `busy` are held by others.
 */
async function holdAll(
  tx: Tx,
  handed: readonly Handed[],
): Promise<{ held: Held[]; busy: ReadonlySet<string> }> {
  const recipients = await lockRecipients(
    tx,
    handed.map(({ survey }) => ({ workspaceId: survey.workspace_id, id: survey.conversation_id })),
  )
  const surveys = await findSurveys(
    tx,
    handed.map(({ survey }) => ({ workspaceId: survey.workspace_id, id: survey.id })),
  )
  const attempts = await attemptsOfAll(tx, [...surveys.values()])
  const busy = new Set<string>()
  const held: Held[] = []
  for (const each of handed) {
    const survey = surveys.get(each.survey.id)
    const recipient = recipients.get(each.survey.conversation_id)
    const noted = attempts.get(each.survey.id)?.find((row) => isOpen(row, each))
    if (survey && !recipient) busy.add(survey.id)
    else if (survey && recipient && noted) held.push({ ...each, survey, recipient, noted })
  }
  return { held, busy }
}

/** Nobody has noted what came of it: or only that it was cut off, and now it is known. */
function isOpen({ attempt, state, started_at }: DeliveryRow, handed: Handed): boolean {
  if (attempt !== handed.attempt || started_at !== handed.startedAt) return false
  return state === 'started' || (state === 'unknown' && handed.result !== null && !isLost(handed.result))
}

/** One whose answer was lost may be known to have been accepted, by a receipt that was quicker. */
function withTold(each: Answered): Answered {
  const providerId = each.noted.provider_id
  return isLost(each.result) && providerId ? { ...each, result: { kind: 'accepted', providerId } } : each
}

async function noteNames(tx: Tx, answered: readonly Answered[], now: Instant): Promise<void> {
  const names = answered.flatMap(({ survey, hook, result }) =>
    result.kind === 'accepted' && result.providerId !== null
      ? {
          workspaceId: survey.workspace_id,
          channel: hook,
          providerId: result.providerId,
          conversationId: survey.conversation_id,
          surveyId: survey.id,
        }
      : [],
  )
  await noteProviderIds(tx, names, now)
}

async function markAccepted(tx: Tx, open: readonly Answered[], now: Instant): Promise<void> {
  const accepted = open.filter(({ result }) => result.kind === 'accepted').map(({ survey }) => survey)
  const policyOf = await policiesOfAsks(tx, accepted)
  await markAllSent(
    tx,
    accepted.map((survey) => ({
      by: bySystem(survey.workspace_id),
      survey,
      policy: policyOf(survey).policy,
    })),
    now,
  )
}

/** Answers with those that are tried again, each with its time. */
async function settleFailures(
  tx: Tx,
  open: readonly Answered[],
  others: OtherWays,
  now: Instant,
): Promise<{ survey: SurveyRow; runAt: Instant }[]> {
  const failures = open.flatMap(({ result, ...each }) =>
    result.kind === 'accepted' ? [] : { ...each, failure: result },
  )
  const attempts = await attemptsOfAll(
    tx,
    failures.map(({ survey }) => survey),
  )
  const again: { survey: SurveyRow; runAt: Instant }[] = []
  for (const each of failures) {
    const { survey, attempt, recipient, failure, repeatsKnownMs } = each
    const made = attempts.get(survey.id) ?? []
    // It was taken for cut off, and somebody is at the next attempt.
    if (made.some((other) => other.attempt > attempt)) continue
    const plan = planNext({
      kind: 'survey',
      outcome: failure,
      attempts: attempt - survey.attempts_before,
      doubt: doubtOf(survey, made),
      repeatsKnownMs,
      since: survey.due_at,
      now,
      chance: chance(),
    })
    if (plan.next === 'again') again.push({ survey, runAt: plan.at })
    if (plan.next === 'over') {
      const ways = others.get(survey.workspace_id) ?? []
      const { because } = plan
      await giveUp(tx, { survey, contact: recipient.contact, because, failure, others: ways, now })
    }
  }
  return again
}
