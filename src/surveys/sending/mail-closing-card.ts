import { brandOf } from '../../access/brands.ts'
import { cardToMail, noteMailed } from '../../apps/closing-cards.ts'
import { addressOn, hasOptedOut } from '../../channels/address.ts'
import { findContact, findConversation } from '../../inbox/find.ts'
import { pickLanguage } from '../../languages/pick-language.ts'
import type { Context } from '../../platform/context.ts'
import { type Mailer, NoAnswer } from '../../platform/mailer.ts'
import { planAttempt } from '../../policy/hand-over.ts'
import { isEnded } from '../../policy/settings.ts'
import { renderClosingMail } from './mail/closing-mail.ts'

/**
 * Mails a closing app's card where a mail would have asked (I11); throwing makes the queue try again. A mail that was handed
 * over and not answered for may have arrived: it is not sent again.
 */
export async function mailClosingCard(
  ctx: Context,
  mailer: Mailer,
  workspaceId: string,
  cardId: string,
): Promise<void> {
  const due = await cardToMail(ctx.db, workspaceId, cardId)
  if (!due) return
  const conversation = (await findConversation(ctx.db, workspaceId, due.conversationId))!
  const contact = (await findContact(ctx.db, workspaceId, conversation.contact_id))!
  const isStill = isEnded(conversation.status) && conversation.resolution === due.resolution
  const to = addressOn('email', contact)
  if (!isStill || conversation.channel !== 'email' || to === null || contact.unsubscribed_at !== null) return
  if (hasOptedOut('email', contact)) return
  const mail = {
    ...renderClosingMail({
      lang: pickLanguage({ contactLocale: contact.locale }),
      brand: await brandOf(ctx.db, workspaceId),
      card: due.card,
      subject: conversation.subject,
    }),
    to,
    messageId: `<closing.${cardId}@${new URL(ctx.config.publicUrl).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
  const begunAt = ctx.clock.now()
  await mailer.send(mail).catch((error: unknown) => {
    const now = ctx.clock.now()
    const doubt = error instanceof NoAnswer ? { since: begunAt, last: now } : null
    const again = planAttempt({ kind: 'closing_card', doubt, repeatsKnownMs: 0, now })
    if (again.next !== 'over') throw error
    ctx.log.warn({ err: error, card: cardId }, 'a closing card may have been mailed')
  })
  await noteMailed(ctx.db, workspaceId, cardId, ctx.clock.now())
}
