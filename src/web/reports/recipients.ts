import { text } from '../text.ts'
import { isEmail } from '../ui/form.ts'

const t = text.reports
const MOST = 20

/** Addresses as they are typed or pasted: trimmed, small, each once. */
export function tidyRecipients(typed: readonly string[]): string[] {
  const all = typed.flatMap((each) => each.split(/[\s,;]+/)).map((each) => each.toLowerCase())
  return [...new Set(all)].filter(Boolean)
}

/** What is wrong with the addresses, or null. */
export function recipientsProblem(recipients: readonly string[]): string | null {
  if (recipients.length === 0) return t.recipientsNone
  const wrong = recipients.find((each) => !isEmail(each))
  if (wrong !== undefined) return t.recipientsWrong(wrong)
  return recipients.length > MOST ? t.recipientsMany : null
}
