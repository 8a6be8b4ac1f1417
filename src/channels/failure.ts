import { oneLine } from '../branding/one-line.ts'

/** Why something was not sent. Whether trying again can help is said here, once for all channels. */
const FAILURES = {
  not_connected: { isFinal: true, sentence: 'This channel is not connected.' },
  no_address: { isFinal: true, sentence: 'The contact has no address on this channel.' },
  address_refused: { isFinal: true, sentence: 'The provider does not deliver to this address.' },
  opted_out: { isFinal: true, sentence: 'The contact does not take messages from you on this channel.' },
  window_closed: { isFinal: true, sentence: 'The contact wrote too long ago for an answer on this channel.' },
  refused: { isFinal: true, sentence: 'The provider refused the message.' },
  // Whoever runs Candor can mend a password; what waits for it should not be lost meanwhile.
  login_refused: { isFinal: false, sentence: 'The provider refused the login.' },
  asked_to_wait: { isFinal: false, sentence: 'The provider asked to wait.' },
  unreachable: { isFinal: false, sentence: 'The provider could not be reached.' },
  // It was handed over, and nothing came back or nothing that tells; whether a repeat would be a second message is known by the channel (`repeatsKnownMs`).
  no_answer: {
    isFinal: false,
    sentence: 'We do not know whether it arrived: the provider did not answer clearly.',
  },
} as const satisfies Record<string, { isFinal: boolean; sentence: string }>

export type FailureReason = keyof typeof FAILURES

type Words = { said?: string; secrets?: string[]; afterMs?: number | undefined; why?: string }

/** A refusal as a value: its code, and a sentence for people with what the provider said about it. */
export type Failed =
  | { kind: 'rejected'; reason: FailureReason; sentence: string }
  | { kind: 'retry'; reason: FailureReason; sentence: string; afterMs: number }

const RETRY_MS = 30_000
/** However long a provider asks us to wait. */
const LONGEST_WAIT_MS = 3_600_000
const MAX_SAID = 300

/**
 * A failure to send (O3): `rejected` for good or `retry`, as its reason says. `said` are the provider's own words;
 * they are shown to people, so they are made one harmless line and lose every secret of the connection. `why` is our
 * sentence where the reason's does not fit: no provider was asked.
 */
export function failed(
  reason: FailureReason,
  { said, secrets = [], afterMs = RETRY_MS, why = FAILURES[reason].sentence }: Words = {},
): Failed {
  const words = said ? withoutSecrets(said, secrets) : ''
  const { isFinal } = FAILURES[reason]
  const sentence = words ? `${why} It said: ${words}` : why
  return isFinal
    ? { kind: 'rejected', reason, sentence }
    : { kind: 'retry', reason, sentence, afterMs: withinAnHour(afterMs) }
}

function withinAnHour(afterMs: number): number {
  if (Number.isNaN(afterMs) || afterMs <= 0) return RETRY_MS
  return Math.min(Math.ceil(afterMs), LONGEST_WAIT_MS)
}

function withoutSecrets(said: string, secrets: string[]): string {
  const spellings = secrets
    .filter((secret) => secret.length > 3)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      Buffer.from(secret).toString('base64url'),
    ])
    .toSorted((a, b) => b.length - a.length)
  const cleared = spellings.reduce((text, spelling) => text.replaceAll(spelling, '•••'), said)
  return oneLine(cleared, MAX_SAID)
}
