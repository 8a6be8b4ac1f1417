import type { Channels, IncomingEvent } from '../channels/channel.ts'
import type { Context } from '../platform/context.ts'
import { isTaken, type Hook } from './store.ts'
import { takeAsComment } from './take-comment.ts'
import { takeConsent } from './take-consent.ts'
import { takeMessage } from './take-message.ts'
import { takePress } from './take-press.ts'
import { takeReceipt } from './take-receipt.ts'

/** Takes what a provider tells of, once, however often it is told. Throws only when it is to be told again. */
export async function takeEvent(
  deps: { ctx: Context; channels: Channels },
  hook: Hook,
  event: IncomingEvent,
): Promise<void> {
  const { ctx } = deps
  switch (event.kind) {
    case 'message':
      if (await isTaken(ctx.db, hook, event.eventId)) return
      return (await takeAsComment(ctx, hook, event)) ? undefined : takeMessage(ctx, hook, event)
    case 'press':
      return takePress(ctx, hook, event)
    case 'consent':
      return takeConsent(ctx, hook, event)
    case 'delivery':
      return takeReceipt(deps, hook, event)
  }
}
