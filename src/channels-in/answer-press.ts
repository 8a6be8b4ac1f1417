import { brandOf } from '../access/brands.ts'
import { addressOn, hasOptedOut } from '../channels/address.ts'
import type { Channels, Line, SendResult } from '../channels/channel.ts'
import { failed } from '../channels/failure.ts'
import { findContact } from '../inbox/find.ts'
import type { ContactRow } from '../inbox/present.ts'
import { customerText } from '../languages/catalogue.ts'
import { pickLanguage } from '../languages/pick-language.ts'
import type { Context } from '../platform/context.ts'
import { chance } from '../platform/crypto.ts'
import { enqueueOne, type StillToDo } from '../platform/jobs.ts'
import { isLost, missedTurnMs, planNext, planTurn } from '../policy/hand-over.ts'
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
 * message of the conversation: it is part of the asking.
 */
export async function answerPress(
  ctx: Context,
  channels: Channels,
  workspaceId: string,
  id: string,
): Promise<void> {
  const reply = await findReply(ctx.db, workspaceId, id)
  if (reply?.state !== 'waiting') return
  const line = await channels.line(workspaceId, reply.channel)
  const passage = await line?.gate.enter()
  if (passage?.kind === 'wait') return comeAgain(ctx, reply, passage.afterMs)
  let result: SendResult | null
  try {
    result = passage ? await passage.ask(() => hand(ctx, line, reply)) : await hand(ctx, line, reply)
  } finally {
    passage?.leave()
  }
  if (result === null) return comeAgain(ctx, reply, missedTurnMs('press_answer'))
  const now = ctx.clock.now()
  const attempts = reply.attempts + 1
  const plan = planNext({
    kind: 'press_answer',
    outcome: result,
    attempts,
    // When it was handed over first is not written down: it was not before the press.
    doubt: isLost(result) ? { since: reply.pressed_at, last: now } : null,
    repeatsKnownMs: line?.channel.capabilities.repeatsKnownMs ?? 0,
    since: reply.pressed_at,
    now,
    chance: chance(),
  })
  const error = result.kind === 'accepted' ? null : result.sentence
  await move(ctx, reply, { state: STATES[plan.next], attempts, error }, plan)
}

/** The provider was not asked: that is no attempt. */
async function comeAgain(ctx: Context, reply: ReplyRow, afterMs: number): Promise<void> {
  const { attempts, pressed_at: since } = reply
  const turn = planTurn({ kind: 'press_answer', afterMs, since, now: ctx.clock.now() })
  await move(ctx, reply, { state: STATES[turn.next], attempts, error: null }, turn)
}

const STATES = { sent: 'accepted', again: 'waiting', over: 'rejected' } as const

async function move(
  ctx: Context,
  reply: ReplyRow,
  to: Pick<ReplyRow, 'state' | 'attempts' | 'error'>,
  plan: ReturnType<typeof planNext>,
): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await moveReply(tx, reply, to)
    if (plan.next !== 'again') return
    const name = { workspaceId: reply.workspace_id, id: reply.id }
    await enqueueOne(tx, stillToAnswer, name, plan.at)
  })
}

async function hand(ctx: Context, line: Line | null, reply: ReplyRow): Promise<SendResult> {
  const contact = await findContact(ctx.db, reply.workspace_id, reply.contact_id)
  const to = contact ? addressOn(reply.channel, contact) : null
  if (!contact || to === null) return failed('no_address')
  if (hasOptedOut(reply.channel, contact)) return failed('opted_out')
  if (!line?.channel.sendMessage) return failed('not_connected')
  return line.channel.sendMessage({
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
  })
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
  const { workspace_id: workspaceId, survey_id: surveyId, comment_until: until } = reply
  if (until === null || ctx.clock.now() > until) return false
  return (await standingAnswer(ctx.db, workspaceId, surveyId))?.comment === null
}
