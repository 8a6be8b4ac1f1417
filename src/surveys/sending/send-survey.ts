import type { Channels, Passage } from '../../channels/channel.ts'
import { failed } from '../../channels/failure.ts'
import { lockConversation } from '../../inbox/find.ts'
import type { Context } from '../../platform/context.ts'
import { HeldUp } from '../../platform/database-failure.ts'
import { outlast, type Patience } from '../../platform/database-outage.ts'
import { planTurn } from '../../policy/hand-over.ts'
import { attemptsOf, finishAttempts, noteAttempts } from './deliveries.ts'
import { giveUp } from './give-up.ts'
import type { Handed } from './finish-sending.ts'
import { type Looked, type SendDesk, sendDesk } from './send-desk.ts'
import { findSurvey, type SurveyRow, wayOf } from '../store.ts'
import { doubtOf } from './uncertain.ts'

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
    const since = Math.max(found.due_at, found.updated_at)
    const turn = planTurn({ kind: 'survey', afterMs: passage.afterMs, since, now })
    if (turn.next === 'over') return stopWaiting(ctx, channels, found)
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
    const repeatsKnownMs = line?.channel.capabilities.repeatsKnownMs ?? 0
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

/** A provider that has met nobody for a day has had its time: another way, or failed for people to see. */
async function stopWaiting(ctx: Context, channels: Channels, found: SurveyRow): Promise<void> {
  const others = await channels.fallback(found.workspace_id)
  await ctx.db.transaction().execute(async (tx) => {
    const locked = await lockConversation(tx, found.workspace_id, found.conversation_id)
    const survey = await findSurvey(tx, found.workspace_id, found.id)
    if (!locked || survey?.state !== 'scheduled' || survey.updated_at !== found.updated_at) return
    const now = ctx.clock.now()
    const failure = failed('unreachable')
    const attempts = await attemptsOf(tx, survey)
    const mayBeThere = doubtOf(survey, attempts) !== null
    const attempt = attempts.length + 1
    await noteAttempts(tx, [{ survey, attempt }], now)
    await finishAttempts(tx, [{ survey, attempt, result: failure }], now)
    await giveUp(tx, { survey, contact: locked.contact, failure, mayBeThere, others, now })
  })
}
