import { z } from 'zod'
import { textFault } from '../../policy/text.ts'

/** The one check of every free text that comes in; tests look for it in the contracts. */
export const keepable = z.check<string>((payload) => {
  const message = textFault(payload.value)
  if (message) payload.issues.push({ code: 'custom', message, input: payload.value })
})

/** A text that can be kept, of at most `max` characters. What is in it and whether it is trimmed is the field's. */
export function text(max: number): z.ZodString {
  return z.string().check(keepable).max(max)
}
