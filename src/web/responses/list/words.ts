/** Where the words of a search stand in a text: pieces in order, those that match marked. */
export type Piece = { text: string; marked: boolean }

const WORD = /[\p{L}\p{M}\p{N}]+/gu
const LETTER = /[\p{L}\p{M}\p{N}]/u
/** Scripts that write words without spaces: a piece in the middle is a word there. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** Marks the words that were searched for, as the search finds them: whole, the last perhaps as a beginning. */
export function markWords(text: string, query: string | undefined): Piece[] {
  const words = (query ?? '').trim().toLowerCase().split(/\s+/).filter(Boolean)
  const at = Array.from({ length: text.length }, () => false)
  const lower = text.toLowerCase()
  // A few letters grow when they are made small; then nothing would stand where it is looked for.
  if (words.length === 0 || lower.length !== text.length) return [{ text, marked: false }]
  for (const [index, word] of words.entries()) {
    const isPlain = [...word].every((letter) => LETTER.test(letter) && !UNSPACED.test(letter))
    if (!isPlain) {
      for (let from = lower.indexOf(word); from >= 0; from = lower.indexOf(word, from + word.length)) {
        at.fill(true, from, from + word.length)
      }
      continue
    }
    for (const found of lower.matchAll(WORD)) {
      const fits = index === words.length - 1 ? found[0].startsWith(word) : found[0] === word
      if (fits) at.fill(true, found.index, found.index + word.length)
    }
  }
  const pieces: Piece[] = []
  for (let from = 0; from < text.length;) {
    let to = from + 1
    while (to < text.length && at[to] === at[from]) to += 1
    pieces.push({ text: text.slice(from, to), marked: at[from] === true })
    from = to
  }
  return pieces
}
