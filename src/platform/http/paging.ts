import { z } from 'zod'
import { isSaneInstant } from './instant.ts'
import { text } from './text.ts'

/** `limit` and `cursor` of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: text(200).optional(),
})

/** One page of a list, with the cursor of the next one or null at its end. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), next_cursor: z.string().nullable() })
}

export type Position = { at: number; id: string }

const CURSOR = /^(\d{1,16})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Where a page ended, opaque to the caller. */
export function encodeCursor({ at, id }: Position): string {
  return Buffer.from(`${at}.${id}`).toString('base64url')
}

/** The position in a cursor, or null when it is not one of ours. */
export function decodeCursor(cursor: string): Position | null {
  const match = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (!match || !isSaneInstant(Number(match[1]))) return null
  return { at: Number(match[1]), id: match[2]! }
}

/** Cuts one row too many off into the next page's cursor. */
export function toPage<Row>(rows: Row[], limit: number, position: (row: Row) => Position) {
  const data = rows.slice(0, limit)
  const last = data.at(-1)
  return { data, next_cursor: rows.length > limit && last ? encodeCursor(position(last)) : null }
}
