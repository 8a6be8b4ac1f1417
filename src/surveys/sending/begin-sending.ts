import { addressOn, hasOptedOut, isInApp } from '../../channels/address.ts'
import type { OutgoingSurvey } from '../../channels/channel.ts'
import { failed } from '../../channels/failure.ts'
import { bySystem } from '../../inbox/by.ts'
import { lockRecipients, type Recipient } from '../../inbox/conversations/lock-recipients.ts'
import type { Context } from '../../platform/context.ts'
import { chance } from '../../platform/crypto.ts'
import type { Tx } from '../../platform/database.ts'
import type { Decision, Instant } from '../../policy/decision.ts'
import { type OverBecause, planAttempt } from '../../policy/handing/hand-over.ts'
import { canSend } from '../../policy/send.ts'
import { attemptsOfAll, type DeliveryRow, noteAttempts } from './deliveries.ts'
import { enqueueSends } from '../life/enqueue-send.ts'
import { giveUp } from './give-up.ts'
import { markAllSent } from '../life/mark-sent.ts'
import { outgoingSurveys, type Ready } from './outgoing.ts'
import { type AskPolicy, policiesOfAsks } from '../settings/policy-of-ask.ts'
import { findSurveys, storeDecision, type SurveyRow, wayOf } from '../store.ts'
import { closeCutOff, doubtOf } from './uncertain.ts'
import { writeWithdrawal } from '../life/withdraw-survey.ts'

/** A survey as it was found, and for how long its provider recognises a repeat. */
export type DueSurvey = { found: SurveyRow; repeatsKnownMs: number }

/** What is left to do outside the transaction: the attempt is noted. */
export type Begun = { survey: SurveyRow; attempt: number; startedAt: Instant; outgoing: OutgoingSurvey }

/** A survey under the locks of the transaction, with all that its decision needs. */
type Held = DueSurvey & { survey: SurveyRow; recipient: Recipient; attempts: DeliveryRow[] }

/** What is done with a survey that is due. */
type Step =
  /** Not now. */
  | { kind: 'later'; at: Instant }
  /** Neither there again nor elsewhere: a person decides. */
  | { kind: 'over'; because: OverBecause }
  | { kind: 'refused'; decision: Extract<Decision<string>, { allowed: false }> }
  /** Nothing leaves the house. */
  | { kind: 'here' }
  | { kind: 'out'; ready: Ready }

/** Whose customer or conversation somebody else is busy with comes again after about that, in milliseconds. */
const BUSY_PAUSE_MS = 1000

/**
 * The first step of sending, for different surveys at once: decides on each of them again and notes the attempts of those
 * that go out. A few statements, however many they are, but for the rare steps. Nobody is waited for: where somebody else
 * holds the conversation or its contact, the survey comes again in a moment, and that is no attempt. Answers in their
 * order, null where nothing is left to do.
 */
export async function beginSendings(
  tx: Tx,
  ctx: Context,
  due: readonly DueSurvey[],
): Promise<(Begun | null)[]> {
  const now = ctx.clock.now()
  const { held, busy } = await holdAll(tx, due, now)
  const policyOf = await policiesOfAsks(
    tx,
    held.map(({ survey }) => survey),
  )
  const steps = held.map((each) => ({ ...each, step: stepOf(each, policyOf(each.survey), now) }))
  // Never at the same beat as whoever holds it.
  const later = busy.map((survey) => ({ survey, runAt: now + BUSY_PAUSE_MS * (0.5 + chance()) }))
  const here: SurveyRow[] = []
  const out: (Ready & { attempt: number })[] = []
  for (const { survey, recipient, attempts, step } of steps) {
    switch (step.kind) {
      case 'later':
        later.push({ survey, runAt: step.at })
        break
      case 'over':
        await giveUp(tx, {
          survey,
          contact: recipient.contact,
          because: step.because,
          failure: failed('no_answer'),
          others: [],
          now,
        })
        break
      case 'refused':
        await refuse(tx, survey, step, policyOf(survey).version, now)
        break
      case 'here':
        here.push(survey)
        break
      case 'out':
        out.push({ ...step.ready, attempt: attempts.length + 1 })
    }
  }
  await enqueueSends(tx, later)
  await markAllSent(
    tx,
    here.map((survey) => ({ by: bySystem(survey.workspace_id), survey, policy: policyOf(survey).policy })),
    now,
  )
  const outgoing = await outgoingSurveys(ctx, tx, out, now)
  await noteAttempts(tx, out, now)
  const begun = new Map(
    out.map(({ survey, attempt }, index) => [
      survey.id,
      { survey, attempt, startedAt: now, outgoing: outgoing[index]! },
    ]),
  )
  return due.map(({ found }) => begun.get(found.id) ?? null)
}

/** Locks and reads those that still wait, as they are now; what was cut off is closed. Those `busy` are held by others. */
async function holdAll(
  tx: Tx,
  due: readonly DueSurvey[],
  now: Instant,
): Promise<{ held: Held[]; busy: SurveyRow[] }> {
  const recipients = await lockRecipients(
    tx,
    due.map(({ found }) => ({ workspaceId: found.workspace_id, id: found.conversation_id })),
  )
  const surveys = await findSurveys(
    tx,
    due.map(({ found }) => ({ workspaceId: found.workspace_id, id: found.id })),
  )
  const waiting = due.flatMap((each) => {
    const survey = surveys.get(each.found.id)
    const recipient = recipients.get(each.found.conversation_id)
    return survey?.state === 'scheduled' && recipient ? { ...each, survey, recipient } : []
  })
  const busy = [...surveys.values()].filter(
    (survey) => survey.state === 'scheduled' && !recipients.has(survey.conversation_id),
  )
  const attempts = await attemptsOfAll(
    tx,
    waiting.map(({ survey }) => survey),
  )
  const held: Held[] = []
  for (const each of waiting) {
    const closed = await closeCutOff(tx, each.survey, attempts.get(each.survey.id) ?? [], now)
    if (closed.survey.state === 'scheduled') held.push({ ...each, ...closed })
  }
  return { held, busy }
}

/** Decides on one, from rows alone. */
function stepOf(
  { found, repeatsKnownMs, survey, recipient, attempts }: Held,
  { policy }: AskPolicy,
  now: Instant,
): Step {
  const way = wayOf(survey)
  // It has another way meanwhile: that one's gate is to be asked.
  if (survey.due_at > now || way !== wayOf(found)) return { kind: 'later', at: survey.due_at }
  const doubt = doubtOf(survey, attempts)
  const may = planAttempt({ kind: 'survey', doubt, repeatsKnownMs, now })
  if (may.next === 'again') return { kind: 'later', at: may.at }
  if (may.next === 'over') return { kind: 'over', because: may.because }
  const { contact, conversation } = recipient
  const to = addressOn(way, contact)
  const decision = canSend({
    policy,
    channel: way,
    cause: survey.cause,
    conversation: { status: conversation.status },
    contact: {
      unsubscribed: contact.unsubscribed_at !== null || hasOptedOut(way, contact),
      hasAddress: to !== null,
    },
  })
  if (!decision.allowed) return { kind: 'refused', decision }
  if (isDoneInApp(survey)) return { kind: 'here' }
  // Without an address it was refused.
  return { kind: 'out', ready: { survey, recipient, question: policy.question, to: to! } }
}

async function refuse(
  tx: Tx,
  survey: SurveyRow,
  { decision }: Extract<Step, { kind: 'refused' }>,
  policyVersion: number,
  now: Instant,
): Promise<void> {
  await storeDecision(tx, {
    workspaceId: survey.workspace_id,
    conversationId: survey.conversation_id,
    surveyId: survey.id,
    kind: 'send',
    cause: survey.cause,
    decision,
    policyVersion,
    at: now,
  })
  await writeWithdrawal(tx, bySystem(survey.workspace_id), survey, decision.reason, now)
}

/**
 * Nothing leaves the house: the channel is in the app, or the caller passes the link on himself, which counts as
 * sent (SPEC § 5, survey-links).
 */
export function isDoneInApp(survey: SurveyRow): boolean {
  return survey.link_only || isInApp(wayOf(survey))
}
