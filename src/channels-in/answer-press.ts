import { brandOf } from '../access/brands.ts'
import { addressOn, hasOptedOut } from '../channels/address.ts'
import type { Channels, Line, OutgoingMessage, SendResult } from '../channels/channel.ts'
import { failed } from '../channels/failure.ts'
import { findContact } from '../inbox/find.ts'
import type { ContactRow } from '../inbox/present.ts'
import { customerText } from '../languages/catalogue.ts'
import { pickLanguage } from '../languages/pick-language.ts'
import type { Context } from '../platform/context.ts'
import { chance } from '../platform/crypto.ts'
import { outlast, type Patience } from '../platform/database-outage.ts'
import { enqueueOne, type StillToDo } from '../platform/jobs.ts'
import {
  doubtFrom,
  isLost,
  missedTurnMs,
  planAttempt,
  planNext,
  planTurn,
} from '../policy/handing/hand-over.ts'
import { belongsToTap } from '../policy/rate.ts'
import { standingAnswer } from '../surveys/answering/standing-answer.ts'
import { thanksOf } from '../surveys/answering/thanks-of.ts'
import { findReply, moveReply, type ReplyRow } from './store.ts'

export const stillToAnswer: StillToDo = {
  task: 'answer_press',
  key: 'press:',
  rows: `select workspace_id, id, pressed_at as at from press_replies where state = 'waiting'`,
}

/**
 * Answers a press in the chat where it was made (I9): thanks, with the offer to say why; or why it was not taken. No
 * message of the conversation: it is part of the asking. That it is begun is noted before: what was cut off or not answered
 * for is said again only as long as the provider makes nothing of a repeat.
 */
export async function answerPress(
  ctx: Context,
  channels: Channels,
  workspaceId: string,
  id: string,
  patience?: Patience,
): Promise<void> {
  const reply = await findReply(ctx.db, workspaceId, id)
  if (reply?.state !== 'waiting') return
  const line = await channels.line(workspaceId, reply.channel)
  const known = line?.channel.capabilities.repeatsKnownMs ?? 0
  const before = { doubt: doubtFrom(reply.begun_at), repeatsKnownMs: known }
  const passage = await line?.gate.enter()
  if (passage?.kind === 'wait') {
    return await move(ctx, reply, {}, turnOf(ctx, reply, passage.afterMs, before), patience)
  }
  const begunAt = ctx.clock.now()
  let result: SendResult | null
  try {
    const may = planAttempt({ kind: 'press_answer', ...before, now: begunAt })
    if (may.next !== 'go') return await move(ctx, reply, {}, may, patience)
    // All is read before: whatever fails there leaves no doubt.
    const send = await prepare(ctx, line, reply)
    await moveReply(ctx.db, reply, { begun_at: reply.begun_at ?? begunAt })
    result = passage ? await passage.ask(send) : await send()
  } finally {
    passage?.leave()
  }
  if (result === null) {
    const turn = turnOf(ctx, reply, missedTurnMs('press_answer'), before)
    return await move(ctx, reply, {}, turn, patience)
  }
  const now = ctx.clock.now()
  const attempts = reply.attempts + 1
  const begun_at = reply.begun_at ?? (isLost(result) ? begunAt : null)
  const plan = planNext({
    kind: 'press_answer',
    outcome: result,
    attempts,
    doubt: doubtFrom(begun_at),
    repeatsKnownMs: known,
    since: reply.pressed_at,
    now,
    chance: chance(),
  })
  const error = result.kind === 'accepted' ? null : result.sentence
  await move(
    ctx,
    reply,
    { attempts, error, begun_at: plan.next === 'sent' ? null : begun_at },
    plan,
    patience,
  )
}

/** The provider is not asked: that is no attempt. */
function turnOf(
  ctx: Context,
  { pressed_at: since }: ReplyRow,
  afterMs: number,
  before: Pick<Parameters<typeof planTurn>[0], 'doubt' | 'repeatsKnownMs'>,
) {
  return planTurn({ kind: 'press_answer', afterMs, since, ...before, now: ctx.clock.now() })
}

const STATES = { sent: 'accepted', again: 'waiting', over: 'rejected' } as const

/** What is not named stays, and so does since when it may have arrived: an attempt that was not made changes nothing. */
async function move(
  ctx: Context,
  reply: ReplyRow,
  to: Partial<Pick<ReplyRow, 'attempts' | 'error' | 'begun_at'>>,
  plan: ReturnType<typeof planNext>,
  patience: Patience | undefined,
): Promise<void> {
  const mayBeThere = plan.next === 'over' && plan.because === 'may_be_there'
  if (mayBeThere) ctx.log.warn({ reply: reply.id }, 'the answer to a press may have arrived')
  const error = mayBeThere ? failed('no_answer').sentence : (to.error ?? null)
  await outlast(
    () =>
      ctx.db.transaction().execute(async (tx) => {
        await moveReply(tx, reply, { begun_at: reply.begun_at, ...to, error, state: STATES[plan.next] })
        if (plan.next !== 'again') return
        const name = { workspaceId: reply.workspace_id, id: reply.id }
        await enqueueOne(tx, stillToAnswer, name, plan.at)
      }),
    patience,
  )
}

/** Gathers what is said, where it can be; to be called at the provider's turn. */
async function prepare(ctx: Context, line: Line | null, reply: ReplyRow): Promise<() => Promise<SendResult>> {
  const contact = await findContact(ctx.db, reply.workspace_id, reply.contact_id)
  const to = contact ? addressOn(reply.channel, contact) : null
  if (!contact || to === null) return async () => failed('no_address')
  if (hasOptedOut(reply.channel, contact)) return async () => failed('opted_out')
  const channel = line?.channel
  if (!channel?.sendMessage) return async () => failed('not_connected')
  const message: OutgoingMessage = {
    workspaceId: reply.workspace_id,
    deliveryKey: reply.id,
    at: ctx.clock.now(),
    to,
    brand: await brandOf(ctx.db, reply.workspace_id),
    language: pickLanguage({ contactLocale: contact.locale }),
    agentName: null,
    contact,
    conversation: { id: reply.survey_id, subject: null },
    lastInboundAt: reply.pressed_at,
    body: await wordsOf(ctx, reply, contact),
  }
  return () => channel.sendMessage!(message)
}

async function wordsOf(ctx: Context, reply: ReplyRow, { locale }: ContactRow): Promise<string> {
  const { rating, press } = customerText(pickLanguage({ contactLocale: locale }))
  switch (reply.outcome) {
    case 'rated': {
      const thanks = await thanksOf(ctx.db, { workspaceId: reply.workspace_id, surveyId: reply.survey_id })
      const said = thanks ?? `${rating.thanks} ${rating.thanksText}`
      return (await awaitsWords(ctx, reply)) ? `${said} ${press.why}` : said
    }
    case 'expired':
      return rating.expired
    case 'withdrawn':
      return rating.withdrawn
    case 'already_answered':
      return rating.answered
    default:
      return rating.changeClosed
  }
}

/** Would a word of why still be taken as one (I9)? Who is thanked late may have said it, or be too late for it. */
async function awaitsWords(ctx: Context, reply: ReplyRow): Promise<boolean> {
  const { workspace_id: workspaceId, survey_id: surveyId, pressed_at: pressedAt } = reply
  if (!belongsToTap(pressedAt, ctx.clock.now())) return false
  return (await standingAnswer(ctx.db, workspaceId, surveyId))?.comment === null
}
