/** What mail programs put before the subject of what is answered or forwarded, in the languages of our customers. */
const PREFIX =
  /^(re|aw|antw|sv|vs|ref|rif|rép|odp|yn|ynt|fwd?|wg|tr|rv|i|enc|doorst|fs|vb|回复|回覆|转发|轉寄)\s*(\[\d+\])?\s*[::]\s*/i

/**
 * A mail's subject where it says something else than its conversation's, and null where it is the same again, as an
 * answer or as it is (C15).
 */
export function otherSubject(mail: string | null, conversation: string | null): string | null {
  if (mail === null || bare(mail) === '') return null
  return bare(mail) === bare(conversation ?? '') ? null : mail
}

/**
 * Whether a mail begins a conversation of its own though its sender is in one: it answers nothing, neither by its headers
 * nor by the look of its subject, and is about something else (C15).
 */
export function isAnotherMatter(
  mail: { subject: string | null; answers: readonly string[] },
  conversation: string | null,
): boolean {
  if (mail.answers.length > 0 || conversation === null || PREFIX.test(mail.subject?.trim() ?? ''))
    return false
  return otherSubject(mail.subject, conversation) !== null
}

function bare(subject: string): string {
  let rest = subject.trim()
  for (;;) {
    const next = rest.replace(PREFIX, '')
    if (next === rest) return rest.replaceAll(/\s+/g, ' ').toLowerCase()
    rest = next
  }
}
