import type { SendResult } from '../../channels/channel.ts'
import type { Failed } from '../../channels/failure.ts'
import { bySystem } from '../../inbox/by.ts'
import { lockRecipients, type Recipient } from '../../inbox/lock-recipients.ts'
import { noteProviderIds } from '../../inbox/provider-ids.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import type { ChannelId } from '../../policy/settings.ts'
import { mayTryAgain, pauseAfter } from './attempts.ts'
import { attemptsOfAll, type DeliveryRow, finishAttempts, isLost, takeBackAttempts } from './deliveries.ts'
import { enqueueSends } from './enqueue-send.ts'
import { giveUp } from './give-up.ts'
import { markAllSent } from './mark-sent.ts'
import { policiesOfAsks } from '../settings/policy-of-ask.ts'
import { findSurveys, type SurveyRow } from '../store.ts'
import { doubtOf, uncertainOf } from './uncertain.ts'

/** An attempt that is over. */
export type Handed = {
  survey: SurveyRow
  attempt: number
  /** Null when the provider was not asked after all. */
  result: SendResult | null
  /** Where the provider tells of it. */
  hook: ChannelId
  repeatsKnownMs: number
}

/** The other ways that are connected, by workspace, in its order. */
export type OtherWays = ReadonlyMap<string, readonly ChannelId[]>

type Held = Handed & { recipient: Recipient }
type Answered = Held & { result: SendResult }

/** Who had no turn at the provider comes again after that, in milliseconds. */
const TURN_PAUSE_MS = 1000

/**
 * The last step of sending, for different surveys at once: notes what came of each attempt. What was accepted is sent, in
 * a few statements however many they are; what failed is tried again, goes another way, or has failed.
 */
export async function finishSendings(
  tx: Tx,
  ctx: Context,
  handed: readonly Handed[],
  others: OtherWays,
): Promise<void> {
  const held = await holdAll(tx, handed)
  const now = ctx.clock.now()
  const notAsked = held.filter(({ result }) => result === null)
  await takeBackAttempts(tx, notAsked)
  const answered = await withTold(tx, held.filter(isAnswered))
  await finishAttempts(tx, answered, now)
  await noteNames(tx, answered, now)
  // Withdrawn, or answered through its link, while the provider was at work: that stands.
  const open = answered.filter(({ survey }) => survey.state === 'scheduled')
  await markAccepted(tx, open, now)
  const again = await settleFailures(tx, open, others, now)
  const later = notAsked.map(({ survey }) => ({ survey, runAt: now + TURN_PAUSE_MS }))
  await enqueueSends(tx, [...again, ...later.filter(({ survey }) => survey.state === 'scheduled')])
}

function isAnswered(held: Held): held is Answered {
  return held.result !== null
}

/** Locks and reads them as they are now. Where the contact was deleted, so was all of this with it. */
async function holdAll(tx: Tx, handed: readonly Handed[]): Promise<Held[]> {
  const recipients = await lockRecipients(
    tx,
    handed.map(({ survey }) => ({ workspaceId: survey.workspace_id, id: survey.conversation_id })),
  )
  const surveys = await findSurveys(
    tx,
    handed.map(({ survey }) => ({ workspaceId: survey.workspace_id, id: survey.id })),
  )
  return handed.flatMap((each) => {
    const survey = surveys.get(each.survey.id)
    const recipient = recipients.get(each.survey.conversation_id)
    return survey && recipient ? { ...each, survey, recipient } : []
  })
}

/** One whose answer was lost may be known to have been accepted, by a receipt that was quicker. */
async function withTold(tx: Tx, answered: readonly Answered[]): Promise<Answered[]> {
  const lost = answered.filter(({ result }) => isLost(result))
  const attempts = await attemptsOfAll(
    tx,
    lost.map(({ survey }) => survey),
  )
  return answered.map((each) => {
    const row = attempts.get(each.survey.id)?.find(({ attempt }) => attempt === each.attempt)
    return isLost(each.result) && row?.provider_id
      ? { ...each, result: { kind: 'accepted', providerId: row.provider_id } }
      : each
  })
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
    const { survey, recipient, failure } = each
    const uncertain = uncertainOf(survey, attempts.get(survey.id) ?? [])
    const runAt = nextTry(each, uncertain, now)
    if (runAt !== null) again.push({ survey, runAt })
    // What may be there goes nowhere else.
    else {
      const ways = uncertain.length > 0 ? [] : (others.get(survey.workspace_id) ?? [])
      await giveUp(tx, { survey, contact: recipient.contact, failure, others: ways, now })
    }
  }
  return again
}

/** When a survey is handed to the same channel again; null when it is not. */
function nextTry(
  { survey, attempt, failure, repeatsKnownMs }: Omit<Held, 'result'> & { failure: Failed },
  uncertain: readonly DeliveryRow[],
  now: Instant,
): Instant | null {
  const pause =
    failure.kind === 'retry' && mayTryAgain(survey, attempt) ? pauseAfter(survey, attempt, failure) : null
  const doubt = doubtOf(uncertain, repeatsKnownMs, now + (pause ?? 0))
  if (doubt.kind === 'wait') return doubt.until
  return pause !== null && doubt.kind === 'none' ? now + pause : null
}
