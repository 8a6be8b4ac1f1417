import type { IncomingEvent } from '../channels/channel.ts'
import { noteConsent } from '../inbox/contacts/note-consent.ts'
import type { Context } from '../platform/context.ts'
import { transact } from '../platform/database.ts'
import { claimEvent, type Hook } from './store.ts'

export type ConsentEvent = Extract<IncomingEvent, { kind: 'consent' }>

/**
 * STOP and START: everybody at this address takes no more messages on this channel, or does again (`unsubscribed`).
 * It holds for who is not known there yet as well.
 */
export async function takeConsent(ctx: Context, hook: Hook, event: ConsentEvent): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    if ((await claimEvent(tx, hook, event.eventId, now)) === null) return
    const said = { about: 'messages' as const, given: event.given, at: Math.min(event.at, now) }
    await noteConsent(tx, { ...hook, address: event.from }, said)
  })
}
