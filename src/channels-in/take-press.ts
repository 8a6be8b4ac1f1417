import type { IncomingEvent, Taken } from '../channels/channel.ts'
import { contactsAt } from '../inbox/contacts/contact-at.ts'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/database.ts'
import { enqueueOne } from '../platform/jobs.ts'
import { contactOfSurvey } from '../surveys/contact-of-survey.ts'
import { rateSurvey } from '../surveys/answering/rate-survey.ts'
import { standingAnswer } from '../surveys/answering/standing-answer.ts'
import { readPress } from '../surveys/token.ts'
import { stillToAnswer } from './answer-press.ts'
import { claimEvent, type Hook, insertReply, isTaken } from './store.ts'

export type PressEvent = Extract<IncomingEvent, { kind: 'press' }>

/**
 * A press on a platform's own button is the confirmed tap of the person the platform names (O3): it rates at once, and
 * he is thanked and asked for a word of why, or told why it was not taken. Somebody else's press on a forwarded message
 * is none. The same press again changes nothing, though a later one was taken in between.
 */
export async function takePress(ctx: Context, hook: Hook, event: PressEvent): Promise<Taken> {
  if (await isTaken(ctx.db, hook, event.eventId)) return 'nothing'
  const name = readPress(ctx.keys.surveyTokens, hook.workspaceId, event.press)
  const contactId = name && (await contactOfSurvey(ctx.db, name))
  const pressers = await contactsAt(ctx.db, { ...hook, address: event.from })
  const isOwn = contactId !== null && pressers.some(({ id }) => id === contactId)
  const outcome = name && isOwn ? await rate(ctx, hook, name) : null
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    if ((await claimEvent(tx, hook, event.eventId, now)) === null) return
    if (!name || !contactId || outcome === null) return
    const pressedAt = Math.min(event.at, now)
    const id = await insertReply(tx, { ...hook, surveyId: name.surveyId, contactId, outcome, pressedAt })
    if (id === null) return
    await enqueueOne(tx, stillToAnswer, { workspaceId: hook.workspaceId, id })
  })
  return outcome === null ? 'nothing' : outcome === 'rated' ? 'rated' : 'not_rated'
}

/** `rated`, or why not; null when there is nothing to say. Words that were given before stay. */
async function rate(
  ctx: Context,
  hook: Hook,
  { surveyId, score }: { surveyId: string; score: number },
): Promise<string | null> {
  const before = await standingAnswer(ctx.db, hook.workspaceId, surveyId)
  const outcome = await rateSurvey(ctx, {
    workspaceId: hook.workspaceId,
    surveyId,
    input: { score, comment: before?.comment ?? null, reasons: before?.reasons ?? [] },
    evidence: { userAgent: hook.channel, addressHash: null },
  })
  if (outcome.ok) return 'rated'
  return 'reason' in outcome.failure ? (outcome.failure.reason ?? null) : null
}
