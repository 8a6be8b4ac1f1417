import { addressOn, hasOptedOut } from '../../channels/address.ts'
import type { Channels, Line, Passage, SendResult } from '../../channels/channel.ts'
import { failed } from '../../channels/failure.ts'
import type { Context } from '../../platform/context.ts'
import { outlast, type Patience } from '../../platform/database-outage.ts'
import { beginMessage, takeBackMessage, waitForTurn } from './begin-message.ts'
import { finishMessage } from './finish-message.ts'
import { findWaitingMessage, outgoingMessage, type WaitingMessage } from './outgoing-message.ts'
import { partsOf } from './send-message-parts.ts'

/**
 * Hands a teammate's message to the conversation's channel. The result stands on the message; a provider
 * that asks to wait is asked again with the same key, for the parts that are not there yet. One that is not to be asked
 * now costs no attempt. What may have arrived, for we were cut off or had no answer, is not sent again where that would
 * make two of it: the message says so, and a receipt may still settle it. What the provider said is not lost with the
 * database: the note of it is tried again for about a minute (`patience`).
 */
export async function sendMessage(
  ctx: Context,
  channels: Channels,
  workspaceId: string,
  messageId: string,
  patience?: Patience,
): Promise<void> {
  const found = await findWaitingMessage(ctx, workspaceId, messageId)
  if (!found) return
  const line = await channels.line(workspaceId, found.conversation.channel)
  const passage = (await line?.gate.enter()) ?? null
  const repeatsKnownMs = line?.channel.capabilities.repeatsKnownMs ?? 0
  if (passage?.kind === 'wait') {
    return waitForTurn(ctx, found, { afterMs: passage.afterMs, repeatsKnownMs })
  }
  try {
    const hook = line?.hook ?? found.conversation.channel
    const begunAt = ctx.clock.now()
    // All is read before: whatever fails there leaves no doubt.
    const send = await prepare(ctx, found, line, passage, patience)
    const attempt = await beginMessage(ctx, found, repeatsKnownMs, begunAt)
    if (attempt === null) return
    const result = await send()
    if (result === null) return await outlast(() => takeBackMessage(ctx, found, begunAt), patience)
    passage?.leave()
    const handed = { ...found, attempt, begunAt, hook, repeatsKnownMs }
    await outlast(
      () => ctx.db.transaction().execute((tx) => finishMessage(tx, ctx, handed, result)),
      patience,
    )
  } finally {
    passage?.leave()
  }
}

/** Gathers what is handed over, where it can be. What is answered answers null when the provider was not asked after all. */
async function prepare(
  ctx: Context,
  found: WaitingMessage,
  line: Line | null,
  passage: Passage | null,
  patience: Patience | undefined,
): Promise<() => Promise<SendResult | null>> {
  const { conversation, contact } = found
  const channel = line?.channel
  const to = addressOn(conversation.channel, contact)
  if (!channel?.sendMessage || !passage) return async () => failed('not_connected')
  if (to === null) return async () => failed('no_address')
  if (hasOptedOut(conversation.channel, contact)) return async () => failed('opted_out')
  const hook = line?.hook ?? conversation.channel
  const parts = partsOf(ctx, { ...found, done: found.delivery.partsDone, hook }, patience)
  const out = { ...(await outgoingMessage(ctx, found)), to, parts }
  return () => passage.ask(() => channel.sendMessage!(out))
}
