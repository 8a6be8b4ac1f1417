import { writeMessage } from '../inbox/messages/add-message.ts'
import { byContact } from '../inbox/by.ts'
import { lockConversation } from '../inbox/find.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import { done, notFound, type Outcome } from '../platform/outcome.ts'
import { isEnded } from '../policy/settings.ts'
import { writeStatus } from '../surveys/asking/change-status.ts'
import { offerHere } from '../surveys/asking/offer-here.ts'
import type { Customer } from './session.ts'
import { findOwn } from './store.ts'

/**
 * Takes a customer's reply; an ended conversation is reopened by it and a snoozed one woken (J3, I18). The same
 * `key` again changes nothing.
 */
export async function replyHere(
  ctx: Context,
  customer: Customer,
  id: string,
  { body, key }: { body: string; key: string },
): Promise<Outcome<null>> {
  return inTransaction(ctx.db, async (tx) => {
    const locked = await lockConversation(tx, customer.workspaceId, id)
    if (!locked || !(await findOwn(tx, customer, id))) return notFound('conversation')
    const by = byContact(customer.workspaceId, customer.contactId)
    const message = {
      author: { kind: 'contact' as const, id: customer.contactId },
      body,
      external_id: `portal:${key}`,
    }
    const written = await writeMessage(tx, by, locked, message, ctx.clock.now())
    if (!written.ok) return written
    const opens = written.value.created && locked.conversation.status !== 'open'
    if (opens) await writeStatus({ ctx }, tx, by, locked, { status: 'open', choice: 'default' })
    return done(null)
  })
}

/** The customer asks to close the conversation; the survey is offered on the spot (J12). An ended one stays as it is. */
export async function closeHere(ctx: Context, customer: Customer, id: string): Promise<Outcome<null>> {
  return inTransaction(ctx.db, async (tx) => {
    const locked = await lockConversation(tx, customer.workspaceId, id)
    if (!locked || !(await findOwn(tx, customer, id))) return notFound('conversation')
    if (isEnded(locked.conversation.status)) return done(null)
    const by = byContact(customer.workspaceId, customer.contactId)
    const { made } = await writeStatus({ ctx }, tx, by, locked, {
      status: 'pending_closure',
      choice: 'default',
    })
    if (made) await offerHere(tx, by, made)
    return done(null)
  })
}
