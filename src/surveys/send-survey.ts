import { addressOn, hasOptedOut, isInApp } from '../channels/address.ts'
import type { Channels, Line, SendResult } from '../channels/channel.ts'
import { failed } from '../channels/failure.ts'
import { bySystem } from '../inbox/by.ts'
import { lockConversation } from '../inbox/find.ts'
import { noteProviderId } from '../inbox/provider-ids.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import { canSend } from '../policy/send.ts'
import { type ChannelId, policyForChannel } from '../policy/settings.ts'
import { mayTryAgain, pauseAfter } from './attempts.ts'
import { currentPolicy } from './current-policy.ts'
import { finishAttempt, noteAttempt } from './deliveries.ts'
import { enqueueSend } from './enqueue-send.ts'
import { giveUp } from './give-up.ts'
import { markSent } from './mark-sent.ts'
import { outgoingSurvey } from './outgoing.ts'
import { findSurvey, storeDecision, type SurveyRow, wayOf } from './store.ts'
import { closeCutOff, doubtOf, uncertainAttempts } from './uncertain.ts'
import { writeWithdrawal } from './withdraw-survey.ts'

/**
 * Hands a due survey to its channel: decides again, notes the attempt, calls the provider outside any
 * transaction, notes the result. Whatever is cut off in between, or has no answer, is taken up by the job's next run
 * with the same delivery key, as long as the provider recognises that; after that it is left to receipts, and then to
 * people (`doubtOf`). A channel that is "in app" needs no provider and is done in the first step. Where the provider is
 * not to be asked now it comes again later, and that is no attempt.
 */
export async function sendSurvey(
  ctx: Context,
  channels: Channels,
  workspaceId: string,
  surveyId: string,
): Promise<void> {
  const found = await findSurvey(ctx.db, workspaceId, surveyId)
  if (found?.state !== 'scheduled') return
  const way = wayOf(found)
  const line = isDoneInApp(found) ? null : await channels.line(workspaceId, way)
  const now = ctx.clock.now()
  const passage = line && found.due_at <= now ? line.gate.enter() : null
  if (passage?.kind === 'wait') {
    const waits = now - Math.max(found.due_at, found.updated_at)
    if (waits > LONGEST_WAIT_MS) return stopWaiting(ctx, found, await channels.fallback(workspaceId))
    return ctx.db.transaction().execute((tx) => enqueueSend(tx, found, now + passage.afterMs))
  }
  let result: SendResult | null = null
  try {
    const known = line?.channel.capabilities.repeatsKnownMs ?? 0
    const step = await ctx.db.transaction().execute((tx) => beginSending(tx, ctx, found, known))
    if (!step) return
    result = await hand(ctx, line, step.survey)
    const others = result.kind === 'accepted' ? [] : await channels.fallback(workspaceId)
    const outcome = { result, hook: line?.hook ?? way, others, repeatsKnownMs: known }
    await ctx.db.transaction().execute((tx) => finishSending(tx, ctx, step, outcome))
  } finally {
    passage?.leave(result)
  }
}

/** So long a survey waits for a provider that is left alone, in milliseconds. */
const LONGEST_WAIT_MS = 86_400_000

/** A provider that has met nobody for a day has had its time: another way, or failed for people to see. */
async function stopWaiting(ctx: Context, found: SurveyRow, others: readonly ChannelId[]): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const locked = await lockConversation(tx, found.workspace_id, found.conversation_id)
    const survey = await findSurvey(tx, found.workspace_id, found.id)
    if (!locked || survey?.state !== 'scheduled' || survey.updated_at !== found.updated_at) return
    const now = ctx.clock.now()
    const failure = failed('unreachable')
    const ways = (await uncertainAttempts(tx, survey)).length > 0 ? [] : others
    await finishAttempt(tx, survey, await noteAttempt(tx, survey, now), failure, now)
    await giveUp(tx, { survey, contact: locked.contact, failure, others: ways, now })
  })
}

async function hand(ctx: Context, line: Line | null, survey: SurveyRow): Promise<SendResult> {
  if (!line) return failed('not_connected')
  const outgoing = await outgoingSurvey(ctx, survey, ctx.clock.now())
  return outgoing ? line.channel.sendSurvey(outgoing) : failed('no_address')
}

type Step = { survey: SurveyRow; attempt: number }

/**
 * The first step, also used right where a survey is made. Returns what is left to do outside the
 * transaction, or null when nothing is.
 */
export async function beginSending(
  tx: Tx,
  ctx: Context,
  found: SurveyRow,
  repeatsKnownMs = 0,
): Promise<Step | null> {
  const locked = await lockConversation(tx, found.workspace_id, found.conversation_id)
  const read = await findSurvey(tx, found.workspace_id, found.id)
  const now = ctx.clock.now()
  if (!locked || read?.state !== 'scheduled') return null
  const survey = await closeCutOff(tx, read, now)
  if (survey.state !== 'scheduled') return null
  const way = wayOf(survey)
  // It has another way meanwhile: that one's gate is to be asked.
  if (survey.due_at > now || way !== wayOf(found)) {
    await enqueueSend(tx, survey, survey.due_at)
    return null
  }
  const doubt = await doubtOf(tx, survey, repeatsKnownMs, now)
  if (doubt.kind === 'wait') {
    await enqueueSend(tx, survey, doubt.until)
    return null
  }
  if (doubt.kind === 'over') {
    // Neither there again nor elsewhere: a person decides.
    await giveUp(tx, { survey, contact: locked.contact, failure: failed('no_answer'), others: [], now })
    return null
  }
  const { version, policy: workspacePolicy } = await currentPolicy(tx, survey.workspace_id)
  const policy = policyForChannel(workspacePolicy, survey.channel)
  const by = bySystem(survey.workspace_id)
  const decision = canSend({
    policy,
    channel: way,
    cause: survey.cause,
    conversation: { status: locked.conversation.status },
    contact: {
      unsubscribed: locked.contact.unsubscribed_at !== null || hasOptedOut(way, locked.contact),
      hasAddress: addressOn(way, locked.contact) !== null,
    },
  })
  if (!decision.allowed) {
    await storeDecision(tx, {
      workspaceId: survey.workspace_id,
      conversationId: survey.conversation_id,
      surveyId: survey.id,
      kind: 'send',
      cause: survey.cause,
      decision,
      policyVersion: version,
      at: now,
    })
    await writeWithdrawal(tx, by, survey, decision.reason, now)
    return null
  }
  if (isDoneInApp(survey)) {
    await markSent(tx, by, survey, policy, now)
    return null
  }
  return { survey, attempt: await noteAttempt(tx, survey, now) }
}

/**
 * Nothing leaves the house: the channel is in the app, or the caller passes the link on himself, which counts as
 * sent (SPEC § 5, survey-links).
 */
export function isDoneInApp(survey: SurveyRow): boolean {
  return survey.link_only || isInApp(wayOf(survey))
}

type Outcome = {
  result: SendResult
  hook: ChannelId
  others: readonly ChannelId[]
  repeatsKnownMs: number
}

async function finishSending(
  tx: Tx,
  ctx: Context,
  { attempt, survey: { workspace_id: workspaceId, id, conversation_id: conversationId } }: Step,
  { result: given, hook, others, repeatsKnownMs }: Outcome,
): Promise<void> {
  const locked = await lockConversation(tx, workspaceId, conversationId)
  const survey = await findSurvey(tx, workspaceId, id)
  // The contact was deleted, and all of this with it.
  if (!locked || !survey) return
  const now = ctx.clock.now()
  const result = await finishAttempt(tx, survey, attempt, given, now)
  if (result.kind === 'accepted' && result.providerId !== null) {
    const name = { workspaceId, channel: hook, providerId: result.providerId }
    await noteProviderId(tx, { ...name, conversationId, surveyId: id }, now)
  }
  // Withdrawn, or answered through its link, while the provider was at work: that stands.
  if (survey.state !== 'scheduled') return
  if (result.kind === 'accepted') {
    const { policy } = await currentPolicy(tx, workspaceId)
    await markSent(tx, bySystem(workspaceId), survey, policyForChannel(policy, survey.channel), now)
    return
  }
  const mayGoOn = result.kind === 'retry' && mayTryAgain(survey, attempt)
  const next = now + (mayGoOn ? pauseAfter(survey, attempt, result) : 0)
  const doubt = await doubtOf(tx, survey, repeatsKnownMs, next)
  if (doubt.kind === 'wait') return enqueueSend(tx, survey, doubt.until)
  if (mayGoOn && doubt.kind === 'none') return enqueueSend(tx, survey, next)
  const mayBeThere = (await uncertainAttempts(tx, survey)).length > 0
  const ways = mayBeThere ? [] : others
  await giveUp(tx, { survey, contact: locked.contact, failure: result, others: ways, now })
}
