import { brandOf } from '../../access/brands.ts'
import { cardToMail, noteMail } from '../../apps/closing-cards.ts'
import { addressOn, hasOptedOut } from '../../channels/address.ts'
import { findContact, findConversation } from '../../inbox/find.ts'
import { pickLanguage } from '../../languages/pick-language.ts'
import type { Context } from '../../platform/context.ts'
import { outlast, type Patience } from '../../platform/database-outage.ts'
import { type Mailer, NoAnswer } from '../../platform/mailer.ts'
import type { Instant } from '../../policy/decision.ts'
import { doubtFrom, planAttempt } from '../../policy/handing/hand-over.ts'
import { isReachable } from '../../policy/make.ts'
import { isEnded } from '../../policy/settings.ts'
import { renderClosingMail } from './mail/closing-mail.ts'

/**
 * Mails a closing app's card where a mail would have asked (I11), to whom one would have been sent; throwing makes the
 * queue try again. That it is begun is noted before: one that was cut off or not answered for may have arrived and is not
 * sent again. What was refused or never brought is, so the note of it outlasts the database (`patience`).
 */
export async function mailClosingCard(
  ctx: Context,
  mailer: Mailer,
  workspaceId: string,
  cardId: string,
  patience?: Patience,
): Promise<void> {
  const due = await cardToMail(ctx.db, workspaceId, cardId)
  if (!due) return
  const conversation = (await findConversation(ctx.db, workspaceId, due.conversationId))!
  const contact = (await findContact(ctx.db, workspaceId, conversation.contact_id))!
  const isStill = isEnded(conversation.status) && conversation.resolution === due.resolution
  if (!isStill || conversation.channel !== 'email') return
  const to = addressOn('email', contact)
  const unsubscribed = contact.unsubscribed_at !== null || hasOptedOut('email', contact)
  const refusal = isReachable({ contact: { unsubscribed, hasAddress: to !== null }, channel: 'email' })
  if (refusal) return
  const note = (begunAt: Instant | null, mailedAt: Instant | null) =>
    outlast(() => noteMail(ctx.db, { workspaceId, id: cardId }, { begunAt, mailedAt }), patience)
  const mayGo = (begunAt: Instant | null) => {
    const doubt = doubtFrom(begunAt)
    return planAttempt({ kind: 'closing_card', doubt, repeatsKnownMs: 0, now: ctx.clock.now() }).next === 'go'
  }
  const leave = (begunAt: Instant | null, error?: unknown) => {
    ctx.log.warn({ err: error, card: cardId }, 'a closing card may have been mailed')
    return note(begunAt, ctx.clock.now())
  }
  if (!mayGo(due.begunAt)) return leave(due.begunAt)
  const mail = {
    ...renderClosingMail({
      lang: pickLanguage({ contactLocale: contact.locale }),
      brand: await brandOf(ctx.db, workspaceId),
      card: due.card,
      subject: conversation.subject,
    }),
    // Without an address he is not reachable.
    to: to!,
    messageId: `<closing.${cardId}@${new URL(ctx.config.publicUrl).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
  const begunAt = due.begunAt ?? ctx.clock.now()
  await note(begunAt, null)
  try {
    await mailer.send(mail)
  } catch (error) {
    const isLost = error instanceof NoAnswer
    if (isLost && !mayGo(begunAt)) return leave(begunAt, error)
    if (!isLost) await note(due.begunAt, null)
    throw error
  }
  await note(null, ctx.clock.now())
}
