import type { OutgoingMessage, SendResult } from './channel.ts'
import { failed } from './failure.ts'

/**
 * Sends a reply that is too long for one message part by part (C15), each with a key of its own. What has arrived is
 * noted before the next part goes, so another attempt goes on where this one ended.
 */
export async function sendParts(
  { deliveryKey, parts }: Pick<OutgoingMessage, 'deliveryKey' | 'parts'>,
  texts: readonly string[],
  send: (text: string, key: string) => Promise<SendResult>,
): Promise<SendResult> {
  const done = parts?.done ?? 0
  let result: SendResult = done > 0 ? { kind: 'accepted', providerId: null } : failed('refused')
  for (const [at, text] of texts.entries()) {
    if (at < done) continue
    result = await send(text, at === 0 ? deliveryKey : `${deliveryKey}.${at}`)
    if (result.kind !== 'accepted') return result
    if (at < texts.length - 1) await parts?.note(at + 1, result.providerId)
  }
  return result
}
