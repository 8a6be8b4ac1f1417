import { brandOf } from '../access/brands.ts'
import type { Actor } from '../access/actor.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import { done, fail, invalid, type Outcome } from '../platform/outcome.ts'
import type { ChannelId } from '../policy/settings.ts'
import { isInApp, wrongAddress } from './address.ts'
import type { Line, SendResult } from './channel.ts'
import { failed } from './failure.ts'
import type { Registry } from './registry.ts'

/**
 * Sends a short message to an address, to see whether the channel works. Answers the provider's result as a sentence;
 * it is noted on the account as any other. Refuses what is no address there: no provider is asked about it.
 */
export async function testChannel(
  { ctx, channels }: { ctx: Context; channels: Registry },
  actor: Actor,
  channel: ChannelId,
  to: string,
): Promise<Outcome<{ accepted: boolean; sentence: string }>> {
  if (isInApp(channel)) {
    return done({
      accepted: true,
      sentence: 'Nothing leaves the house on this channel; there is nothing to test.',
    })
  }
  const line = await channels.line(actor.workspaceId, channel)
  if (!line) return done({ accepted: false, sentence: 'This channel is not connected.' })
  const wrong = wrongAddress(channel, to)
  if (wrong) return invalid('to', wrong)
  const passage = await line.gate.enter()
  if (passage.kind === 'wait') {
    const seconds = Math.ceil(passage.afterMs / 1000)
    const message = `The provider is left alone for ${seconds} seconds, because it did not answer or had much to do.`
    return fail({ kind: 'too_many', message, retryAfterSeconds: seconds })
  }
  let result: SendResult
  try {
    const asked = await passage.ask(() => hand(ctx, line, actor.workspaceId, to))
    result = asked ?? failed('unreachable')
  } finally {
    passage.leave()
  }
  return done(
    result.kind === 'accepted'
      ? { accepted: true, sentence: 'The provider took the message.' }
      : { accepted: false, sentence: result.sentence },
  )
}

async function hand(ctx: Context, line: Line, workspaceId: string, to: string): Promise<SendResult> {
  const brand = await brandOf(ctx.db, workspaceId)
  const outgoing = {
    workspaceId,
    deliveryKey: newId(),
    at: ctx.clock.now(),
    to,
    brand,
    language: 'en',
    agentName: null,
    contact: { name: null },
    conversation: { id: newId(), subject: null },
  }
  const body = `${brand.name}: this is a test message from Candor. The channel works.`
  if (line.channel.sendMessage) return line.channel.sendMessage({ ...outgoing, body })
  return {
    kind: 'rejected',
    reason: 'refused',
    sentence: 'This channel carries surveys only; send one to test it.',
  }
}
