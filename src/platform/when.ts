import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { instant, isSaneInstant } from './http/instant.ts'

/** How every question names a time: by a day of the workspace's own zone, or by an instant. */

const HOUR = 3_600_000

const day = z.iso
  .date()
  .refine((each) => isSaneInstant(Date.parse(each)), { error: 'must lie between 1970 and 2200' })

export const when = z.union([day, instant])

const isDay = (text: string): boolean => text.length === 10

type Range = { from?: string | undefined; to?: string | undefined }

/**
 * A query whose `to` must not be before its `from`. Between a day and an instant only what is wrong in every zone is
 * refused here.
 */
export function ranged<T extends z.ZodType<Range>>(query: T): T {
  return query.refine(isOrdered, { path: ['to'], error: 'must not be before `from`' }) as T
}

function isOrdered({ from, to }: Range): boolean {
  if (from === undefined || to === undefined) return true
  if (isDay(from) && isDay(to)) return from <= to
  const first = Date.parse(from) - (isDay(from) ? 14 * HOUR : 0)
  const last = Date.parse(to) + (isDay(to) ? 36 * HOUR : 0)
  return first <= last
}

/** The instant that is meant: a day stands for its beginning, or as an end for the beginning of the next. */
export function edgeOf(
  text: string,
  zone: string | RawBuilder<unknown>,
  edge: 'from' | 'to',
): RawBuilder<unknown> {
  return isDay(text)
    ? sql`day_start(${text}::date + ${edge === 'to' ? 1 : 0}::int, ${zone})`
    : sql`${new Date(text)}::timestamptz`
}
