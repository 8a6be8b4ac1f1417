import { createHmac } from 'node:crypto'
import type { Channel, IncomingEvent, OutgoingSurvey, SendResult } from '../../src/channels/channel.ts'
import { type FailureReason, failed } from '../../src/channels/failure.ts'
import { plainText } from '../../src/channels/plain-text.ts'
import { sendParts } from '../../src/channels/send-parts.ts'

const MAX = 300

/** Of the sample provider's requests, the signature over their bytes. */
export function sign(body: Buffer, token: string): string {
  return createHmac('sha256', token).update(body).digest('hex')
}

/** For tests: a channel over HTTP with everything the interface has: short plain text, a link, replies, receiving. */
export function sampleChannel(deps: { base: string; token: string | null; patienceMs: number }): Channel {
  const { base, token, patienceMs } = deps
  async function post(key: string, to: string, text: string): Promise<SendResult> {
    if (token === null) return failed('not_connected')
    const secrets = [token]
    try {
      const response = await fetch(`${base}/bot${token}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ to, text }),
        signal: AbortSignal.timeout(patienceMs),
      })
      const answer = await response.text()
      if (response.ok) return { kind: 'accepted', providerId: answer }
      const afterMs = Number(response.headers.get('retry-after') ?? 30) * 1000
      return failed(reasonOf(response.status), { said: answer, secrets, afterMs })
    } catch (error) {
      return failed(reasonOfError(error), { said: (error as Error).message, secrets })
    }
  }
  return {
    capabilities: {
      inApp: false,
      scores: 'page',
      formatting: 'plain',
      maxLength: MAX,
      sendsKey: true,
      repeatsKnownMs: Infinity,
    },
    sendSurvey: (survey) => post(survey.deliveryKey, survey.to, surveyText(survey)),
    sendMessage: (message) =>
      sendParts(message, partsOf(plainText(message.body)), (part, key) =>
        post(`reply.${key}`, message.to, part),
      ),
    async receive({ body, headers }) {
      if (token === null || headers['x-signature'] !== sign(body, token)) {
        return { kind: 'refused', reason: 'bad_signature' }
      }
      try {
        const { id, at, from, text } = JSON.parse(body.toString()) as Record<
          'id' | 'from' | 'text',
          string
        > & {
          at: number
        }
        const event: IncomingEvent = {
          kind: 'message',
          eventId: id,
          at,
          from,
          name: null,
          body: text,
          inReplyTo: null,
        }
        return { kind: 'events', events: [event] }
      } catch {
        return { kind: 'refused', reason: 'malformed' }
      }
    },
  }
}

function surveyText({ message, link }: OutgoingSurvey): string {
  const room = MAX - link.length - 1
  const text = plainText(message)
  return `${text.length > room ? `${text.slice(0, room - 1)}…` : text}\n${link}`
}

function partsOf(text: string): string[] {
  return text.match(new RegExp(`[^]{1,${MAX}}`, 'g')) ?? []
}

/** Nobody there is not the same as nobody answering. */
function reasonOfError(error: unknown): FailureReason {
  const { code, message } = ((error as Error).cause ?? {}) as { code?: string; message?: string }
  return code === 'ECONNREFUSED' || message === 'bad port' ? 'unreachable' : 'no_answer'
}

function reasonOf(status: number): FailureReason {
  if (status === 401) return 'login_refused'
  if (status === 404) return 'address_refused'
  if (status === 429) return 'asked_to_wait'
  return status >= 500 ? 'unreachable' : 'refused'
}
