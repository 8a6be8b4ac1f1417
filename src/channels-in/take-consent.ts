import type { IncomingEvent } from '../channels/channel.ts'
import { contactsAt, takeContactAt } from '../inbox/contact-at.ts'
import { noteConsent } from '../inbox/note-consent.ts'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/database.ts'
import { claimEvent, type Hook } from './store.ts'

export type ConsentEvent = Extract<IncomingEvent, { kind: 'consent' }>

/**
 * STOP and START: everybody at this address takes no more messages on this channel, or does again (`unsubscribed`).
 * It holds for who is not known yet as well.
 */
export async function takeConsent(ctx: Context, hook: Hook, event: ConsentEvent): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    if ((await claimEvent(tx, hook, event.eventId, now)) === null) return
    const place = { ...hook, address: event.from }
    await takeContactAt(tx, place, null, now)
    const contactIds = (await contactsAt(tx, place)).map(({ id }) => id)
    const at = Math.min(event.at, now)
    await noteConsent(tx, { workspaceId: hook.workspaceId, contactIds }, { ...hook, given: event.given, at })
  })
}
