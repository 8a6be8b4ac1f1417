import { addressOn } from '../channels/address.ts'
import type { Channel, Channels, SendResult } from '../channels/channel.ts'
import { failed, type Failed } from '../channels/failure.ts'
import { bySystem } from '../inbox/by.ts'
import { lockConversation } from '../inbox/find.ts'
import { addEntry } from '../inbox/timeline.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Instant } from '../policy/decision.ts'
import { canSend } from '../policy/send.ts'
import { policyForChannel } from '../policy/settings.ts'
import { nextState } from '../policy/survey.ts'
import { markSent } from './mark-sent.ts'
import { outgoingSurvey } from './outgoing.ts'
import { currentPolicy } from './current-policy.ts'
import { findSurvey, moveSurvey, storeDecision, type SurveyRow } from './store.ts'
import { writeWithdrawal } from './withdraw-survey.ts'

/** After this many attempts a survey is failed. */
const MAX_ATTEMPTS = 8

/**
 * Hands a due survey to its channel: decides again, notes the attempt, calls the provider outside any
 * transaction, notes the result. Whatever is cut off in between is taken up by the job's next run, with the
 * same delivery key. A channel that is "in app" needs no provider and is done in the first step.
 */
export async function sendSurvey(
  ctx: Context,
  channels: Channels,
  workspaceId: string,
  surveyId: string,
): Promise<void> {
  const step = await ctx.db.transaction().execute(async (tx) => {
    const found = await findSurvey(tx, workspaceId, surveyId)
    return found ? beginSending(tx, ctx, channels, found) : null
  })
  if (!step) return
  const outgoing = await outgoingSurvey(ctx, step.survey, ctx.clock.now())
  const result = outgoing ? await step.channel.sendSurvey(outgoing) : failed('no_address')
  await ctx.db.transaction().execute((tx) => finishSending(tx, ctx, step, result))
}

type Step = { survey: SurveyRow; channel: Pick<Channel, 'sendSurvey'>; attempt: number }

/**
 * The first step, also used right where a survey is made. Returns what is left to do outside the
 * transaction, or null when nothing is.
 */
export async function beginSending(
  tx: Tx,
  ctx: Context,
  channels: Channels,
  found: SurveyRow,
): Promise<Step | null> {
  const locked = await lockConversation(tx, found.workspace_id, found.conversation_id)
  const survey = await findSurvey(tx, found.workspace_id, found.id)
  const now = ctx.clock.now()
  if (!locked || !survey || nextState(survey.state, 'handed_over') !== 'sent' || survey.state === 'failed')
    return null
  if (survey.due_at > now) {
    await enqueueSend(tx, survey, survey.due_at)
    return null
  }
  const { version, policy: workspacePolicy } = await currentPolicy(tx, survey.workspace_id)
  const policy = policyForChannel(workspacePolicy, survey.channel)
  const by = bySystem(survey.workspace_id)
  const decision = canSend({
    policy,
    channel: survey.channel,
    cause: survey.cause,
    conversation: { status: locked.conversation.status },
    contact: {
      unsubscribed: locked.contact.unsubscribed_at !== null,
      hasAddress: addressOn(survey.channel, locked.contact) !== null,
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
  if (isDoneInApp(channels, survey)) {
    await markSent(tx, by, survey, policy, now)
    return null
  }
  const channel = channels[survey.channel]
  if (!channel) {
    await markFailed(tx, survey, failed('not_connected'), now)
    return null
  }
  return { survey, channel, attempt: await noteAttempt(tx, survey, now) }
}

/**
 * Nothing leaves the house: the channel is in the app, or the caller passes the link on himself, which counts as
 * sent (SPEC § 5, survey-links).
 */
export function isDoneInApp(channels: Channels, survey: SurveyRow): boolean {
  return survey.link_only || channels[survey.channel]?.capabilities.inApp === true
}

async function noteAttempt(tx: Tx, survey: SurveyRow, now: Instant): Promise<number> {
  const { attempts } = await tx
    .selectFrom('deliveries')
    .select((eb) => eb.fn.countAll<number>().as('attempts'))
    .where('workspace_id', '=', survey.workspace_id)
    .where('survey_id', '=', survey.id)
    .executeTakeFirstOrThrow()
  const attempt = attempts + 1
  await tx
    .insertInto('deliveries')
    .values({
      workspace_id: survey.workspace_id,
      survey_id: survey.id,
      attempt,
      channel: survey.channel,
      delivery_key: survey.id,
      state: 'started',
      started_at: new Date(now),
    })
    .execute()
  return attempt
}

async function finishSending(tx: Tx, ctx: Context, step: Step, result: SendResult): Promise<void> {
  await lockConversation(tx, step.survey.workspace_id, step.survey.conversation_id)
  const survey = (await findSurvey(tx, step.survey.workspace_id, step.survey.id))!
  const now = ctx.clock.now()
  await tx
    .updateTable('deliveries')
    .set({
      state: result.kind,
      provider_id: result.kind === 'accepted' ? result.providerId : null,
      error: result.kind === 'accepted' ? null : result.sentence,
      finished_at: new Date(now),
    })
    .where('workspace_id', '=', survey.workspace_id)
    .where('survey_id', '=', survey.id)
    .where('attempt', '=', step.attempt)
    .execute()
  // Withdrawn, or answered through its link, while the provider was at work: that stands.
  if (survey.state !== 'scheduled') return
  switch (result.kind) {
    case 'accepted': {
      const { policy } = await currentPolicy(tx, survey.workspace_id)
      await markSent(tx, bySystem(survey.workspace_id), survey, policyForChannel(policy, survey.channel), now)
      return
    }
    case 'rejected':
      return markFailed(tx, survey, result, now)
    case 'retry':
      if (step.attempt >= MAX_ATTEMPTS) return markFailed(tx, survey, result, now)
      return enqueueSend(tx, survey, now + Math.max(result.afterMs, backoff(step.attempt)))
  }
}

/** 5 s, 20 s, 80 s … up to an hour, so that a sick provider is not hit by everything at once. */
function backoff(attempt: number): number {
  return Math.min(5000 * 4 ** (attempt - 1), 3_600_000)
}

async function enqueueSend(tx: Tx, survey: SurveyRow, runAt: Instant): Promise<void> {
  await enqueue(
    tx,
    'send_survey',
    { workspace_id: survey.workspace_id, id: survey.id },
    { key: `send:${survey.id}`, runAt },
  )
}

async function markFailed(
  tx: Tx,
  survey: SurveyRow,
  { reason, sentence }: Failed,
  now: Instant,
): Promise<void> {
  await moveSurvey(tx, survey, 'delivery_failed', { end_reason: reason }, now)
  await addEntry(tx, bySystem(survey.workspace_id), {
    conversationId: survey.conversation_id,
    contactId: survey.contact_id,
    kind: 'csat_failed',
    surveyId: survey.id,
    data: { channel: survey.channel, reason, sentence },
    at: now,
  })
}
