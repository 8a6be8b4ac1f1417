import type { Counts, Dimension } from '../../platform/tables/words.ts'
import type { Day } from '../../policy/numbers/aggregate.ts'
import type { Names, Range } from '../../policy/numbers/names.ts'
import { addDays } from '../counting/calendar.ts'
import { NAMES, type Named } from './closed-answers.ts'
import { type ClosedBook, openBook, type Question } from './closed-book.ts'
import { COUNTS, NO_COUNTS, sumOf } from '../counting/counts.ts'
import { answersIn, figuresOf } from '../counting/figures.ts'
import type { CountFilters } from '../counting/filters.ts'
import type { Lens } from './lens.ts'
import { type CountRow, readCounts } from '../counting/read-counts.ts'
import type { Figures, Group } from '../schema.ts'

export type Bucket = 'day' | 'week'
export type Unnamed = Omit<Group, 'name'>

/** The figures of a period, and cut by day or week where asked for. */
export async function lookAtAll(
  lens: Lens,
  bucket: Bucket | null,
): Promise<{ overall: Figures; buckets: Unnamed[] }> {
  const rows = await read(lens, 'all', bucket)
  const names = namesOf(lens.filters)
  const ranges = rangesIn(lens, rows, bucket)
  const book = await bookOf(lens, null, () => ranges.map((range) => ({ names, range })))
  return {
    overall: see(lens, book, names, rows),
    buckets: bucket === null ? [] : seeBuckets(lens, book, names, rows, bucket),
  }
}

/** The figures of every name in a dimension, the most answered first. */
export async function lookAtGroups(
  lens: Lens,
  by: Exclude<Dimension, 'all'>,
  trend: Bucket | null,
): Promise<Unnamed[]> {
  const only = lens.filters[by]
  const rows = (await read(lens, by, trend)).filter(({ key }) => only === undefined || key === only)
  const groups = [...Map.groupBy(rows, ({ key }) => key)]
    .map(([key, own]) => ({ key, own, counts: sumOf(own), names: { ...namesOf(lens.filters), [by]: key } }))
    .filter(({ counts }) => counts.resolved + counts.sent + answersIn(counts) > 0)
  const book = await bookOf(lens, by, () =>
    groups.flatMap(({ names, own }) => rangesIn(lens, own, trend).map((range) => ({ names, range }))),
  )
  return groups
    .map(({ key, own, names }) => ({
      key,
      ...see(lens, book, names, own),
      ...(trend === null
        ? {}
        : {
            trend: seeBuckets(lens, book, names, own, trend).map((point) => ({
              key: point.key,
              answered: point.answered,
              csat: point.csat,
            })),
          }),
    }))
    .toSorted((a, b) => b.answered - a.answered || b.sent - a.sent || (a.key < b.key ? -1 : 1))
}

function read(lens: Lens, by: Dimension, cut: Bucket | null): Promise<CountRow[]> {
  const { db, workspaceId, period, filters } = lens
  return readCounts(db, {
    workspaceId,
    zone: period.zone,
    from: period.from,
    to: period.to,
    filters,
    by,
    cut,
  })
}

function namesOf(filters: CountFilters): Names {
  return Object.fromEntries(
    NAMES.flatMap((name) => (filters[name] === undefined ? [] : [[name, filters[name]]])),
  )
}

async function bookOf(
  lens: Lens,
  by: Named | null,
  ask: () => readonly Question[],
): Promise<ClosedBook | null> {
  return lens.closed && openBook(lens, lens.closed, { filters: namesOf(lens.filters), by, ask })
}

/** The figures of some rows, all of one name, less the closed answers that are not told of their range. */
function see(
  { period, minN }: Lens,
  book: ClosedBook | null,
  names: Names,
  rows: readonly CountRow[],
  range: Range = { from: period.firstDay, to: period.lastDay },
): Figures {
  const counts = sumOf(rows)
  if (book === null) return figuresOf(counts, counts, minN)
  const told = book.told(names, range)
  const hidden = [...book.counts(names)].filter(
    ([day]) => range.from <= day && day <= range.to && !told.has(day),
  )
  const open = hidden.reduce((left, [, closed]) => less(left, closed), counts)
  return figuresOf(counts, answersIn(open) >= minN ? open : NO_COUNTS, minN)
}

/** Of the scores alone: what was asked and resolved is told at once. */
function less(all: Counts, some: Counts): Counts {
  const left = { ...all }
  for (const name of COUNTS) if (/^score_|^satisfied/.test(name)) left[name] -= some[name]
  return left
}

/** The same by day or week, as far as the period reaches; times without anything are left out. */
function seeBuckets(
  lens: Lens,
  book: ClosedBook | null,
  names: Names,
  rows: readonly CountRow[],
  bucket: Bucket,
): Unnamed[] {
  return [...Map.groupBy(rows, ({ day }) => day!)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => ({ key, ...see(lens, book, names, own, rangeOf(lens, key, bucket)) }))
}

/** The period, and the range of each day or week in which there is anything. */
function rangesIn(lens: Lens, rows: readonly CountRow[], bucket: Bucket | null): Range[] {
  const { firstDay: from, lastDay: to } = lens.period
  const cuts = bucket === null ? [] : new Set(rows.map(({ day }) => day!))
  return [{ from, to }, ...[...cuts].map((key) => rangeOf(lens, key, bucket!))]
}

/** A day or a week that begins on it, within the period. */
function rangeOf({ period: { firstDay, lastDay } }: Lens, key: Day, bucket: Bucket): Range {
  const end = bucket === 'week' ? addDays(key, 6) : key
  return { from: key > firstDay ? key : firstDay, to: end < lastDay ? end : lastDay }
}
