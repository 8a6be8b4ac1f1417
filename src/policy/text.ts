/** Why a text cannot be kept, or null: PostgreSQL stores no NUL, and JSON can carry half a character. */
export function textFault(text: string): string | null {
  if (text.includes('\0')) return 'must not hold a NUL character'
  return /\p{Surrogate}/u.test(text) ? 'must be well-formed text' : null
}
