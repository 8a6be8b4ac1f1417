import { createHmac } from 'node:crypto'
import type { Instant } from '../../policy/decision.ts'
import { randomSecret } from '../crypto.ts'

const PREFIX = 'whsec_'

/** A secret in the form that receivers of Standard Webhooks know: `whsec_` and 24 bytes in base64. */
export function newWebhookSecret(): string {
  return PREFIX + randomSecret(24).toString('base64')
}

/**
 * The headers that prove where a message comes from (Standard Webhooks): HMAC-SHA256 of `id.seconds.body` under
 * the decoded secret, base64, as `v1,…`. With several secrets there are as many signatures, with a space between:
 * a receiver takes the message if one of them is right.
 */
export function webhookHeaders(
  secrets: string | readonly string[],
  message: { id: string; at: Instant; body: string },
): Record<string, string> {
  const seconds = String(Math.floor(message.at / 1000))
  const signed = `${message.id}.${seconds}.${message.body}`
  const signatures = [secrets].flat().map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  })
  return {
    'webhook-id': message.id,
    'webhook-timestamp': seconds,
    'webhook-signature': signatures.join(' '),
  }
}
