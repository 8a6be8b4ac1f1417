import type { Channels, Line, Passage } from '../../channels/channel.ts'
import { failed } from '../../channels/failure.ts'
import { lockConversation } from '../../inbox/find.ts'
import type { Context } from '../../platform/context.ts'
import { HeldUp } from '../../platform/database-failure.ts'
import { outlast, type Patience } from '../../platform/database-outage.ts'
import type { Instant } from '../../policy/decision.ts'
import { planTurn } from '../../policy/handing/hand-over.ts'
import { attemptsOf, finishAttempts, noteAttempts } from './deliveries.ts'
import { enqueueSend } from '../life/enqueue-send.ts'
import { giveUp } from './give-up.ts'
import type { Handed } from './finish-sending.ts'
import { type Looked, type SendDesk, sendDesk } from './send-desk.ts'
import { findSurvey, wayOf } from '../store.ts'
import { closeCutOff, doubtOf, isCutOff } from './uncertain.ts'

/**
 * Hands a due survey to its channel: decides again, notes the attempt, calls the provider outside any
 * transaction, notes the result. Whatever is cut off in between, or has no answer, is taken up by the job's next run
 * with the same delivery key, as long as the provider recognises that; after that it is left to receipts, and then to
 * people (`planAttempt`). A channel that is "in app" needs no provider and is done in the first step. Where the provider is
 * not to be asked now it comes again later, and that is no attempt. What the provider said is not lost with the database: the
 * note of it is tried again for about a minute (`patience`).
 *
 * Surveys that are sent at the same time go through each step together (`sendDesk`).
 */
export async function sendSurvey(
  ctx: Context,
  channels: Channels,
  workspaceId: string,
  surveyId: string,
  patience?: Patience,
): Promise<void> {
  const desk = sendDesk(ctx, channels)
  const looked = await desk.look({ workspaceId, id: surveyId })
  if (!looked) return
  const { found, line } = looked
  const now = ctx.clock.now()
  const passage = line && found.due_at <= now ? await line.gate.enter() : null
  if (passage?.kind === 'wait') {
    const { afterMs } = passage
    const turn = planWait(looked, afterMs, now)
    const isPlain = turn.next === 'again' && !isCutOff(found, looked.attempts)
    if (!isPlain) return settleWait(ctx, channels, looked, afterMs)
    return desk.postpone({ survey: found, runAt: turn.at })
  }
  const handed = await handOver(desk, looked, passage)
  if (!handed) return
  await outlast(async () => {
    if (!(await desk.finish(handed))) throw new HeldUp('The contact of a survey is held by others.')
  }, patience)
}

/** Null when there is nothing to finish: it is not sent, not now, or was done in the first step. */
async function handOver(
  desk: SendDesk,
  { found, line }: Looked,
  passage: Passage | null,
): Promise<Handed | null> {
  try {
    const repeatsKnownMs = repeatsKnownBy(line)
    const begun = await desk.begin({ found, repeatsKnownMs })
    if (!begun) return null
    const { outgoing, ...attempt } = begun
    const send = () => line?.channel.sendSurvey(outgoing) ?? Promise.resolve(failed('not_connected'))
    const result = passage ? await passage.ask(send) : await send()
    return { ...attempt, result, hook: line?.hook ?? wayOf(attempt.survey), repeatsKnownMs }
  } finally {
    passage?.leave()
  }
}

function repeatsKnownBy(line: Line | null): number {
  return line?.channel.capabilities.repeatsKnownMs ?? 0
}

/** It has no turn at the provider: when it comes again. */
function planWait({ found, attempts, line }: Looked, afterMs: number, now: Instant) {
  const since = Math.max(found.due_at, found.updated_at)
  const doubt = doubtOf(found, attempts)
  return planTurn({ kind: 'survey', afterMs, since, doubt, repeatsKnownMs: repeatsKnownBy(line), now })
}

/**
 * What was cut off is closed, so that receipts can settle it meanwhile. A provider that has met nobody for a day has had its
 * time, what may be there its hour: another way, or for people to see.
 */
async function settleWait(
  ctx: Context,
  channels: Channels,
  { found, line }: Looked,
  afterMs: number,
): Promise<void> {
  const others = await channels.fallback(found.workspace_id)
  await ctx.db.transaction().execute(async (tx) => {
    const locked = await lockConversation(tx, found.workspace_id, found.conversation_id)
    const waiting = await findSurvey(tx, found.workspace_id, found.id)
    if (!locked || waiting?.state !== 'scheduled' || waiting.updated_at !== found.updated_at) return
    const now = ctx.clock.now()
    const { survey, attempts } = await closeCutOff(tx, waiting, await attemptsOf(tx, waiting), now)
    // A receipt had told of it.
    if (survey.state !== 'scheduled') return
    // As it is now that nobody else changes it.
    const turn = planWait({ found: survey, attempts, line }, afterMs, now)
    if (turn.next === 'again') return enqueueSend(tx, survey, turn.at)
    const failure = failed('unreachable')
    const { because } = turn
    if (because !== 'may_be_there') {
      const attempt = attempts.length + 1
      await noteAttempts(tx, [{ survey, attempt }], now)
      await finishAttempts(tx, [{ survey, attempt, result: failure }], now)
    }
    await giveUp(tx, { survey, contact: locked.contact, because, failure, others, now })
  })
}
