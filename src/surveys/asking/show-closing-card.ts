import { askApp } from '../../apps/ask-app.ts'
import { settleCard, stillToMail, waitingCard } from '../../apps/closing-cards.ts'
import { bySystem } from '../../inbox/by.ts'
import { findContact, findConversation, lockConversation } from '../../inbox/find.ts'
import { addEntry } from '../../inbox/timeline/timeline.ts'
import type { Context } from '../../platform/context.ts'
import { transact, type Tx } from '../../platform/database.ts'
import { enqueueOne } from '../../platform/jobs.ts'
import { isEnded } from '../../policy/settings.ts'
import { sendAtOnce } from './change-status.ts'
import { makeSurvey } from './make-survey.ts'

/**
 * Asks the closing app for its card, outside of any transaction, and puts it under the conversation (I11). An app
 * that is gone or has no card must not silence the survey: the policy is asked again without it, and the timeline
 * says why.
 */
export async function showClosingCard(ctx: Context, workspaceId: string, cardId: string): Promise<void> {
  const waiting = await waitingCard(ctx.db, workspaceId, cardId)
  if (!waiting) return
  const { card, app } = waiting
  const conversation = (await findConversation(ctx.db, workspaceId, card.conversation_id))!
  const contact = (await findContact(ctx.db, workspaceId, conversation.contact_id))!
  const { id, external_id, channel, subject } = conversation
  const answer = app
    ? await askApp(ctx, app, card.id, {
        conversation: { id, external_id, channel, subject },
        resolution: card.resolution,
        contact: {
          id: contact.id,
          external_id: contact.external_id,
          name: contact.name,
          locale: contact.locale,
        },
      })
    : { card: null, error: 'It was removed.' }
  await transact(ctx.db, async (tx) => {
    const locked = await lockConversation(tx, workspaceId, card.conversation_id)
    if (!locked || !(await waitingCard(tx, workspaceId, cardId))) return
    const now = ctx.clock.now()
    await settleCard(tx, card, answer, now)
    await addEntry(tx, bySystem(workspaceId), {
      conversationId: card.conversation_id,
      contactId: locked.contact.id,
      kind: answer.card ? 'closing_card_shown' : 'closing_card_failed',
      data: { app: app?.name ?? null, ...(answer.error === null ? {} : { sentence: answer.error }) },
      at: now,
    })
    if (!answer.card) await askInstead(tx, ctx, locked, card.resolution)
    else if (locked.conversation.channel === 'email') {
      await enqueueOne(tx, stillToMail, { workspaceId, id: cardId })
    }
  })
}

async function askInstead(
  tx: Tx,
  ctx: Context,
  { conversation, contact }: NonNullable<Awaited<ReturnType<typeof lockConversation>>>,
  resolution: number,
): Promise<void> {
  // Opened again meanwhile: its next end asks anew.
  if (conversation.resolution !== resolution || !isEnded(conversation.status)) return
  const made = await makeSurvey(tx, {
    by: bySystem(conversation.workspace_id),
    conversation,
    contact,
    cause: 'status_change',
    choice: 'default',
    now: ctx.clock.now(),
    withoutApp: true,
  })
  await sendAtOnce({ ctx }, tx, made)
}
