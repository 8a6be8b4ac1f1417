import { addressOn, hasOptedOut } from '../channels/address.ts'
import type { Channels, Line, SendResult } from '../channels/channel.ts'
import { failed } from '../channels/failure.ts'
import { findContact } from '../inbox/find.ts'
import type { ContactRow } from '../inbox/present.ts'
import { customerText } from '../languages/catalogue.ts'
import { pickLanguage } from '../languages/pick-language.ts'
import type { Context } from '../platform/context.ts'
import { enqueueOne, type StillToDo } from '../platform/jobs.ts'
import { brandOf } from '../surveys/sending/outgoing.ts'
import { thanksOf } from '../surveys/answering/thanks-of.ts'
import { findReply, moveReply, type ReplyRow } from './store.ts'

const MAX_ATTEMPTS = 5
/** Whom the provider had no turn for comes again after that. */
const NOT_ASKED_MS = 5_000
/** What was pressed longer ago is not talked about any more. */
const STALE_MS = 3_600_000

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
  if (passage?.kind === 'wait') return move(ctx, reply, null, passage.afterMs)
  let result: SendResult | null
  try {
    result = passage ? await passage.ask(() => hand(ctx, line, reply)) : await hand(ctx, line, reply)
  } finally {
    passage?.leave()
  }
  if (result === null) return move(ctx, reply, null, NOT_ASKED_MS)
  const known = line?.channel.capabilities.repeatsKnownMs ?? 0
  const again = result.kind === 'retry' ? result.afterMs : 0
  const mayBeThere = result.kind === 'retry' && result.reason === 'no_answer'
  // What may have arrived is not said a second time, unless the provider makes nothing of a repeat.
  const isOver = mayBeThere && ctx.clock.now() + again - reply.pressed_at >= known
  await move(ctx, reply, result, again, isOver)
}

async function move(
  ctx: Context,
  reply: ReplyRow,
  result: SendResult | null,
  afterMs: number,
  isOver = false,
): Promise<void> {
  const now = ctx.clock.now()
  const attempts = reply.attempts + (result === null ? 0 : 1)
  const mayGoOn = attempts < MAX_ATTEMPTS && now + afterMs - reply.pressed_at < STALE_MS
  const goesOn = mayGoOn && !isOver && (result === null || result.kind === 'retry')
  await ctx.db.transaction().execute(async (tx) => {
    await moveReply(tx, reply, {
      attempts,
      state: goesOn ? 'waiting' : result?.kind === 'accepted' ? 'accepted' : 'rejected',
      error: result === null || result.kind === 'accepted' ? null : result.sentence,
    })
    if (!goesOn) return
    const name = { workspaceId: reply.workspace_id, id: reply.id }
    await enqueueOne(tx, stillToAnswer, name, now + afterMs)
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
      return `${thanks ?? `${rating.thanks} ${rating.thanksText}`} ${press.why}`
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
