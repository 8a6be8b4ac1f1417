import { z } from 'zod'
import { text } from '../platform/http/text.ts'

/** What a host page says of the customer in front of it. */

const id = z.uuid()
/** A field of the host page's settings: a wrong one is dropped, so that it cannot break the chat. */
export const lenient = <T extends z.ZodType>(type: T) => type.optional().catch(undefined)

export const customerName = lenient(text(200).trim().min(1))
export const emailAddress = z.email().max(320)
export const locale = lenient(
  z
    .string()
    .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/)
    .max(35),
)

export const sessionInput = z.object({
  workspace: id,
  /** Absent for a visitor the host page does not know: he becomes a contact with his first message. */
  user: z
    .object({
      id: text(200).min(1),
      hash: text(128),
      name: customerName,
      /** As it was signed, whether it is one or not. */
      email: lenient(text(320)),
      /** Until when the signature is good, in seconds since 1970. */
      exp: lenient(z.coerce.number().int()),
    })
    .optional(),
  locale,
})

export const session = z.object({
  token: z.string().nullable(),
  contact: z.object({ id, name: z.string().nullable() }).nullable(),
})

export type Session = z.infer<typeof session>
export type SessionInput = z.infer<typeof sessionInput>
