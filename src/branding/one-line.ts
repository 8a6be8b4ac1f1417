/**
 * Text as one header-safe line: no line breaks or other control characters, no direction overrides that would reorder
 * what follows, at most `limit` characters as a person counts them.
 */
export function oneLine(text: string, limit = 120): string {
  const line = text
    .slice(0, limit * 20)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu, '')
    .trim()
  const characters = [...new Intl.Segmenter().segment(line)]
  if (characters.length <= limit) return line
  const kept = characters.slice(0, limit - 1).map(({ segment }) => segment)
  return `${kept.join('').trimEnd()}…`
}
