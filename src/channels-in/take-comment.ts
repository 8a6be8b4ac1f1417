import { plainText } from '../channels/plain-text.ts'
import { contactsAt } from '../inbox/contact-at.ts'
import { findConversation } from '../inbox/find.ts'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/database.ts'
import { isEnded } from '../policy/settings.ts'
import { rateSurvey } from '../surveys/rate-survey.ts'
import { COMMENT_LIMIT } from '../surveys/schema.ts'
import { standingAnswer } from '../surveys/standing-answer.ts'
import { claimEvent, closeReply, type Hook, openReply, type ReplyRow } from './store.ts'
import type { MessageEvent } from './take-message.ts'

/**
 * The first message after a press is the word of why (I9, O5), within a quarter of an hour and unless the team went on
 * with the conversation. The policy decides whether it is taken; false: it is an ordinary message.
 */
export async function takeAsComment(ctx: Context, hook: Hook, event: MessageEvent): Promise<boolean> {
  const comment = plainText(event.body).trim()
  if (comment === '' || comment.length > COMMENT_LIMIT) return false
  const contacts = await contactsAt(ctx.db, { ...hook, address: event.from })
  const contactIds = contacts.map(({ id }) => id)
  const reply = contacts.length > 0 && (await openReply(ctx.db, hook, contactIds, event))
  if (!reply) return false
  const answer = await standingAnswer(ctx.db, hook.workspaceId, reply.survey_id)
  if (!answer || (await goesOn(ctx, reply, answer.conversationId))) return false
  // There is a comment already, unless it is this one and we were cut off after it was written.
  if (answer.comment !== null && answer.comment !== comment) return false
  if (!(await closeReply(ctx.db, reply, event.eventId))) return false
  const outcome = await rateSurvey(ctx, {
    workspaceId: hook.workspaceId,
    surveyId: reply.survey_id,
    input: { score: answer.score, comment, reasons: answer.reasons },
    evidence: { userAgent: hook.channel, addressHash: null },
  })
  if (!outcome.ok) return false
  await transact(ctx.db, (tx) => claimEvent(tx, hook, event.eventId, ctx.clock.now()))
  return true
}

/** Reopened after the press: what the contact says now is said to the team. */
async function goesOn(ctx: Context, reply: ReplyRow, conversationId: string): Promise<boolean> {
  const conversation = await findConversation(ctx.db, reply.workspace_id, conversationId)
  if (!conversation || isEnded(conversation.status)) return false
  return (conversation.status_at ?? 0) > reply.pressed_at
}
