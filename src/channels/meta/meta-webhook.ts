import { createHmac } from 'node:crypto'
import { sameBytes, sha256 } from '../../platform/crypto.ts'
import type { IncomingRequest, ReceiveResult } from '../channel.ts'

/**
 * What all webhooks of Meta's have in common (developers.facebook.com/docs/graph-api/webhooks/getting-started): a
 * question by GET, when the address is entered, whether it is ours, and a signature over the body with the app's secret.
 * Null: it is signed, and to be read.
 */
export function openMetaWebhook(
  request: IncomingRequest,
  account: { app_secret: string; verify_token: string },
): ReceiveResult | null {
  if (request.method === 'GET') return challenge(request.url, account.verify_token)
  return isSigned(request, account.app_secret) ? null : { kind: 'refused', reason: 'bad_signature' }
}

function challenge(url: string, verifyToken: string): ReceiveResult {
  const query = new URL(url, 'http://localhost').searchParams
  const given = query.get('hub.verify_token') ?? ''
  const body = query.get('hub.challenge') ?? ''
  if (query.get('hub.mode') !== 'subscribe' || !sameBytes(sha256(given), sha256(verifyToken))) {
    return { kind: 'refused', reason: 'bad_signature' }
  }
  // What is answered is nothing but what Meta sends: a number.
  if (!/^\w{1,200}$/.test(body)) return { kind: 'refused', reason: 'malformed' }
  return { kind: 'handshake', answer: { contentType: 'text/plain', body } }
}

function isSigned({ headers, body }: IncomingRequest, secret: string): boolean {
  const made = createHmac('sha256', secret).update(body).digest('hex')
  return sameBytes(Buffer.from(`sha256=${made}`), Buffer.from(headers['x-hub-signature-256'] ?? ''))
}
