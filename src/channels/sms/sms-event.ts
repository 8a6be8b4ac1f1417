import { createHmac } from 'node:crypto'
import { sameBytes } from '../../platform/crypto.ts'
import type { Instant } from '../../policy/decision.ts'
import type { IncomingEvent, IncomingRequest, ReceiveResult } from '../channel.ts'
import { failed } from '../failure.ts'
import { reasonOfSmsCode } from './sms-refusal.ts'

/** Twilio sends any plain text that it is answered to the customer; this says nothing. */
const SILENCE = { contentType: 'text/xml; charset=utf-8', body: '<Response/>' }

/**
 * What the provider brings: a message, STOP or START, or what became of one of ours. Believed by the signature with
 * the auth token over the address and the sorted fields (twilio.com/docs/usage/security).
 */
export function receiveSms(
  request: IncomingRequest,
  account: { auth_token: string } | null,
  now: () => Instant,
): ReceiveResult {
  const fields = new URLSearchParams(request.body.toString())
  if (!account || request.method !== 'POST' || !isSigned(request, fields, account.auth_token)) {
    return { kind: 'refused', reason: 'bad_signature' }
  }
  const sid = fields.get('MessageSid') ?? fields.get('SmsSid') ?? ''
  if (!/^\w{10,64}$/.test(sid)) return { kind: 'refused', reason: 'malformed' }
  // A message that comes in has a status too, `received`, and a body; ours have no body here.
  const status = fields.get('MessageStatus')
  const event =
    status !== null && !fields.has('Body')
      ? receiptOf(sid, status, fields, { now, url: request.url })
      : saidIn(sid, fields, now)
  if (event === 'malformed') return { kind: 'refused', reason: 'malformed' }
  return { kind: 'events', events: event ? [event] : [], answer: SILENCE }
}

/** Whether a port stands in the signed address depends on who asks at Twilio; both are right. */
function isSigned({ url, headers }: IncomingRequest, fields: URLSearchParams, token: string): boolean {
  const given = Buffer.from(headers['x-twilio-signature'] ?? '')
  const said = [...new Set(fields.keys())]
    .toSorted()
    .flatMap((name) => [...new Set(fields.getAll(name))].toSorted().map((value) => name + value))
    .join('')
  return spellingsOf(url).some((each) => {
    const made = createHmac('sha1', token)
      .update(each + said)
      .digest('base64')
    return sameBytes(Buffer.from(made), given)
  })
}

function spellingsOf(url: string): string[] {
  const [, scheme, host, rest] = /^(https?):\/\/([^/?#:]+)(?::\d+)?(.*)$/.exec(url) ?? []
  if (!scheme) return [url]
  return [url, `${scheme}://${host}${rest}`, `${scheme}://${host}:${scheme === 'https' ? 443 : 80}${rest}`]
}

function saidIn(
  sid: string,
  fields: URLSearchParams,
  now: () => Instant,
): IncomingEvent | 'malformed' | null {
  const from = fields.get('From')
  if (!from) return 'malformed'
  const common = { eventId: sid, at: now(), from }
  const body = fields.get('Body') ?? ''
  const given = consentOf(fields.get('OptOutType'), body)
  if (given !== null) return { ...common, kind: 'consent', given }
  const pictures = Number(fields.get('NumMedia') ?? 0) > 0 ? '[picture]' : ''
  const words = body.trim() === '' ? pictures : body
  return words === '' ? null : { ...common, kind: 'message', name: null, body: words, inReplyTo: null }
}

/** Words by which Twilio itself blocks or unblocks a sender; `YES` is left out, for it answers other questions too. */
const WORDS: Record<string, boolean> = {
  ...Object.fromEntries(
    ['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout'].map((word) => [
      word,
      false,
    ]),
  ),
  start: true,
  unstop: true,
}

/** Where the account has words of its own, in whatever language, Twilio says which it was. */
function consentOf(type: string | null, body: string): boolean | null {
  if (type === 'STOP') return false
  if (type === 'START') return true
  const word = body.trim().toLowerCase()
  return Object.hasOwn(WORDS, word) ? WORDS[word]! : null
}

/** Where it ends; and on its way that the provider has it. */
function receiptOf(
  sid: string,
  status: string,
  fields: URLSearchParams,
  { now, url }: { now: () => Instant; url: string },
): IncomingEvent | null {
  const reference = new URL(url, 'http://localhost').searchParams.get('ref')
  const about = { eventId: `${sid}.${status}`, at: now(), providerId: sid, reference }
  const common = { ...about, kind: 'delivery' } as const
  if (status === 'delivered' || status === 'read') return { ...common, failure: null }
  if (status !== 'undelivered' && status !== 'failed') {
    return reference === null ? null : { ...about, kind: 'taken', reference }
  }
  const code = Number(fields.get('ErrorCode') ?? 0)
  const said = fields.get('ErrorMessage') ?? (code ? `error ${code}` : undefined)
  return { ...common, failure: failed(reasonOfSmsCode(code), { said }) }
}
