import { z } from 'zod'
import type { FailureReason } from '../failure.ts'
import type { Refusal } from '../result-of.ts'

/** An error as the API answers it, and as a status tells it later. */
export const whatsappError = z.object({
  code: z.number(),
  title: z.string().optional(),
  message: z.string().optional(),
  error_data: z.object({ details: z.string().optional() }).optional(),
})
type WhatsappError = z.infer<typeof whatsappError>

/** An answer that is the API's own: others name their errors in an `error` too, without its `type`. */
export const whatsappRefused = z.object({
  error: whatsappError.extend({ type: z.string(), error_subcode: z.number().optional() }),
})

/** What the codes mean (developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes). */
const REASONS: Partial<Record<FailureReason, readonly number[]>> = {
  // More than 24 hours since the contact wrote.
  window_closed: [131_047, 470],
  // Cannot be reached, is the sender, is not among the test numbers, has no number that may be written to.
  address_refused: [131_026, 131_021, 131_030, 131_062],
  opted_out: [131_050],
  // The token, what it may do, the number, the account or its bill: somebody can mend that.
  login_refused: [0, 3, 10, 33, 190, 368, 131_005, 131_031, 131_042, 131_045, 133_010],
  // The app, the account, the number, and this number to this contact.
  asked_to_wait: [4, 80_007, 130_429, 131_048, 131_056, 133_016],
  unreachable: [1, 2, 131_000, 131_016, 131_057, 133_004],
}

/** A refusal by the Cloud API (O3), when it takes a message and afterwards. */
export function whatsappRefusal(error: WhatsappError): Refusal {
  const title = error.message ?? error.title ?? `error ${error.code}`
  const details = error.error_data?.details
  const said = details && !title.includes(details) ? `${title}: ${details}` : title
  return { reason: reasonOf(error.code), said }
}

function reasonOf(code: number): FailureReason {
  const known = Object.entries(REASONS).find(([, codes]) => codes.includes(code))
  if (known) return known[0] as FailureReason
  // Permissions that the token never had, or has lost.
  return code >= 200 && code < 300 ? 'login_refused' : 'refused'
}
