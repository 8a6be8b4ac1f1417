import { plainText } from '../channels/plain-text.ts'
import { contactsAt } from '../inbox/contacts/contact-at.ts'
import { findConversation } from '../inbox/find.ts'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/database.ts'
import { isEnded } from '../policy/settings.ts'
import { contactOfSurvey } from '../surveys/contact-of-survey.ts'
import { rateSurvey } from '../surveys/answering/rate-survey.ts'
import { COMMENT_LIMIT } from '../surveys/schema.ts'
import { standingAnswer } from '../surveys/answering/standing-answer.ts'
import { readPress } from '../surveys/token.ts'
import { claimEvent, closeReply, type Hook, openReply, type ReplyRow } from './store.ts'
import type { MessageEvent } from './take-message.ts'

/**
 * The first message after a press is the word of why (I9, O5), within a quarter of an hour and unless the team went on
 * with the conversation; one that names its press is of that survey, whenever it comes. The policy decides whether it is
 * taken; false: it is an ordinary message.
 */
export async function takeAsComment(ctx: Context, hook: Hook, event: MessageEvent): Promise<boolean> {
  const comment = plainText(event.body).trim()
  if (comment === '' || comment.length > COMMENT_LIMIT) return false
  const contacts = await contactsAt(ctx.db, { ...hook, address: event.from })
  const contactIds = contacts.map(({ id }) => id)
  if (contacts.length === 0) return false
  if (event.press !== undefined)
    return takeNamed(ctx, hook, { ...event, press: event.press }, contactIds, comment)
  const reply = await openReply(ctx.db, hook, contactIds, event)
  if (!reply) return false
  const answer = await standingAnswer(ctx.db, hook.workspaceId, reply.survey_id)
  if (!answer || (await goesOn(ctx, reply, answer.conversationId))) return false
  // There is a comment already, unless it is this one and we were cut off after it was written.
  if (answer.comment !== null && answer.comment !== comment) return false
  if (!(await closeReply(ctx.db, reply, event.eventId))) return false
  return write(ctx, hook, event, { surveyId: reply.survey_id, answer, comment })
}

/** Words that were given in a form of a press: the comment of that survey, by whom it is of. */
async function takeNamed(
  ctx: Context,
  hook: Hook,
  event: MessageEvent & { press: string },
  contactIds: readonly string[],
  comment: string,
): Promise<boolean> {
  const name = readPress(ctx.keys.surveyTokens, hook.workspaceId, event.press)
  const contactId = name && (await contactOfSurvey(ctx.db, name))
  const answer =
    name &&
    contactId &&
    contactIds.includes(contactId) &&
    (await standingAnswer(ctx.db, name.workspaceId, name.surveyId))
  if (!name || !answer) return false
  return write(ctx, hook, event, { surveyId: name.surveyId, answer, comment })
}

type Words = {
  surveyId: string
  answer: { score: number; reasons: string[] }
  comment: string
}

async function write(
  ctx: Context,
  hook: Hook,
  { eventId }: MessageEvent,
  { surveyId, answer: { score, reasons }, comment }: Words,
): Promise<boolean> {
  const outcome = await rateSurvey(ctx, {
    workspaceId: hook.workspaceId,
    surveyId,
    input: { score, comment, reasons },
    evidence: { userAgent: hook.channel, addressHash: null },
  })
  if (!outcome.ok) return false
  await transact(ctx.db, (tx) => claimEvent(tx, hook, eventId, ctx.clock.now()))
  return true
}

/** Reopened after the press: what the contact says now is said to the team. */
async function goesOn(ctx: Context, reply: ReplyRow, conversationId: string): Promise<boolean> {
  const conversation = await findConversation(ctx.db, reply.workspace_id, conversationId)
  if (!conversation || isEnded(conversation.status)) return false
  return (conversation.status_at ?? 0) > reply.pressed_at
}
