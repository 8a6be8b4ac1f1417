import { type Called, callSigned } from '../platform/outside/call-signed.ts'
import type { Context } from '../platform/context.ts'
import { unseal } from '../platform/crypto.ts'
import type { WebhookAttempt } from '../platform/tables/webhooks.ts'
import type { DeliveryRow, EndpointRow } from './store.ts'

export type Made = Pick<Called, 'meaning' | 'wish'> & { attempt: WebhookAttempt }

type Message = Pick<DeliveryRow, 'event_id' | 'body'>
type To = Pick<EndpointRow, 'url' | 'secret' | 'old_secret' | 'old_secret_until'>

/** Hands one message to its endpoint, signed as Standard Webhooks says, and tells what came of it (O8). */
export async function attempt(
  ctx: Pick<Context, 'clock' | 'config' | 'keys'>,
  endpoint: To,
  message: Message,
  options: { byHand: boolean; patienceMs?: number },
): Promise<Made> {
  const { byHand, patienceMs } = options
  const secrets = secretsOf(ctx, endpoint)
  const { event_id: id, body } = message
  const called = await callSigned(ctx, { url: endpoint.url, secrets, id, body }, { patienceMs })
  const { at, ms, status, error, meaning, wish } = called
  const response = called.body === null ? null : keepable(called.body)
  return { attempt: { at, ms, by_hand: byHand, status, response, error }, meaning, wish }
}

/** The secret, and beside it the one before for as long as that is good. */
function secretsOf({ clock, keys }: Pick<Context, 'clock' | 'keys'>, endpoint: To): string[] {
  const { secret, old_secret: old, old_secret_until: until } = endpoint
  const sealed = old !== null && until !== null && clock.now() < until ? [secret, old] : [secret]
  return sealed.map((each) => unseal(keys.sealing, each))
}

/** What the database can hold of an answer: no NUL, and no half of a character where it was cut. */
function keepable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed()
}
