import { type RawBuilder, sql } from 'kysely'

/** Scripts that write words without spaces, or glue them: a piece in the middle is a word there. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const NO_WORD = /[^\p{L}\p{M}\p{N}]/u

/**
 * Every word of a query is in the text, the last perhaps as a beginning only. Plain words use the index of words;
 * signs, and scripts without spaces, are looked for as they stand.
 */
export function matchesText(text: RawBuilder<unknown>, query: string): RawBuilder<boolean> {
  const words = query
    .replaceAll(/\p{Cc}/gu, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
  const isPlain = (word: string): boolean => !UNSPACED.test(word) && !NO_WORD.test(word)
  const last = words.at(-1)
  const plain = words.filter(isPlain).map((word) => (word === last ? `'${word}':*` : `'${word}'`))
  const pieces = words
    .filter((word) => !isPlain(word))
    .map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`)
  const conditions = pieces.map((piece) => sql`${text} ilike ${piece}`)
  if (plain.length > 0) {
    conditions.push(sql`to_tsvector('simple', ${text}) @@ to_tsquery('simple', ${plain.join(' & ')})`)
  }
  if (conditions.length === 0) return sql`${text} is not null`
  return sql`(${text} is not null and ${sql.join(conditions, sql` and `)})`
}
