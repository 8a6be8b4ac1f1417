import type { Channels, IncomingEvent, Taken } from '../channels/channel.ts'
import type { Context } from '../platform/context.ts'
import { isTaken, type Hook } from './store.ts'
import { takeAsComment } from './take-comment.ts'
import { takeConsent } from './take-consent.ts'
import { takeMessage } from './take-message.ts'
import { takePress } from './take-press.ts'
import { takeProof, takeReceipt } from './take-receipt.ts'

/**
 * Takes what a provider tells of, once, however often it is told. Answers what came of
 * it for whoever waits for that. Throws only when it is to be told again.
 */
export async function takeEvent(
  deps: { ctx: Context; channels: Channels },
  hook: Hook,
  event: IncomingEvent,
): Promise<Taken> {
  const { ctx } = deps
  switch (event.kind) {
    case 'message':
      if (await isTaken(ctx.db, hook, event.eventId)) return 'nothing'
      if (await takeAsComment(ctx, hook, event)) return 'comment'
      await takeMessage(ctx, hook, event)
      return 'message'
    case 'press':
      return takePress(ctx, hook, event)
    case 'consent':
      await takeConsent(ctx, hook, event)
      return 'nothing'
    case 'delivery':
      await takeReceipt(deps, hook, event)
      return 'nothing'
    case 'taken':
      await takeProof(deps, hook, event)
      return 'nothing'
  }
}
