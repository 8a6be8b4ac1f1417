import { type Answered, waitOf } from './ask-provider.ts'
import type { SendResult } from './channel.ts'
import { type Failed, type FailureReason, failed } from './failure.ts'

/**
 * What a provider's own error says. `unreachable`: a fault of its own, for which it took nothing; `no_answer`: one that
 * it documents as leaving open whether it took something. `afterMs` is how long it asks to be left alone.
 */
export type Refusal = { reason: FailureReason; said: string; afterMs?: number | undefined }

type Read = {
  /** Its own error, as it documents them; null when the answer is none, whatever else it may be. */
  refusal: Refusal | null
  secrets: string[]
}

/**
 * What became of a message that was handed over (O3): the provider has it when it names it. An answer that is neither
 * that nor an error of the provider's own leaves it open (`no_answer`).
 */
export function resultOf(answer: Answered, read: Read & { providerId: string | null }): SendResult {
  const { providerId } = read
  if (answer.status < 300 && providerId) return { kind: 'accepted', providerId }
  return failureOf(answer, read)
}

/**
 * What an answer means that is no success (O3). Who refuses a request (4xx, RFC 9110 § 15.5) has not done it, in
 * whatever words; of a success or a fault in words that are not the provider's own nobody knows what was done, and who
 * said so. With `sendsNothing`, for requests that may be repeated, that is no doubt about a message.
 */
export function failureOf(
  { status, headers }: Answered,
  { refusal, secrets }: Read,
  { sendsNothing = false } = {},
): Failed {
  const said = refusal?.said || `status ${status}`
  const words = { said, secrets, afterMs: refusal?.afterMs ?? waitOf(headers.get('retry-after')) }
  const reason = reasonOf(status, refusal)
  if (reason === 'no_answer' && sendsNothing) {
    return failed('unreachable', { ...words, why: NO_CLEAR_ANSWER })
  }
  if (reason === 'unreachable' && !refusal) {
    return failed(reason, { ...words, why: 'The provider did not take it, and did not say why.' })
  }
  return refusedFor({ ...words, reason })
}

/** The same of a request that did not come to an answer, and may be repeated. */
export function nothingSent(failure: Failed): Failed {
  return failure.reason === 'no_answer' ? failed('unreachable', { why: NO_CLEAR_ANSWER }) : failure
}

const NO_CLEAR_ANSWER = 'The provider did not answer clearly.'

/** A refusal by the provider itself, when it takes a message and afterwards. */
export function refusedFor({ reason, ...words }: Refusal & { secrets?: string[] }): Failed {
  // Who says what is wrong was reached.
  return failed(reason, reason === 'unreachable' ? { ...words, why: FAULT } : words)
}

const FAULT = 'The provider had a fault of its own.'

function reasonOf(status: number, refusal: Refusal | null): FailureReason {
  if (status === 429) return 'asked_to_wait'
  // For a fault of its own nothing is refused for good.
  if (refusal) return status >= 500 && refusal.reason === 'refused' ? 'unreachable' : refusal.reason
  if (status === 401) return 'login_refused'
  return status >= 400 && status < 500 ? 'unreachable' : 'no_answer'
}
