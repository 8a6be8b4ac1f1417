import type { FailureReason } from '../failure.ts'

/** What Twilio's codes mean (twilio.com/docs/api/errors), when it takes a message and afterwards. */
const REASONS: Partial<Record<FailureReason, readonly number[]>> = {
  opted_out: [21610],
  // Not a number; cannot be reached or not from there; not a mobile; not verified; off, unknown, blocked, a landline.
  address_refused: [21211, 21217, 21265, 21421, 21604, 21612, 21614, 21608, 30003, 30004, 30005, 30006],
  // Credentials; an account that is closed, suspended or without money; countries and senders it may not use.
  login_refused: [20003, 20005, 20006, 20008, 20404, 21408, 21606, 21659, 21660, 21703, 21705, 30002, 30034],
  asked_to_wait: [20429, 14107, 21611, 30001, 30022, 63018],
  unreachable: [20503],
  // “If you retry the request, it is possible for a customer to receive multiple messages.”
  no_answer: [20500, 20504],
}

/** The reason for a code; `refused` for one that is not known. */
export function reasonOfSmsCode(code: number): FailureReason {
  const known = Object.entries(REASONS).find(([, codes]) => codes.includes(code))
  return (known?.[0] as FailureReason | undefined) ?? 'refused'
}
