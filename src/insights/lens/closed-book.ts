import type { Counts } from '../../platform/tables/words.ts'
import type { Day } from '../../policy/numbers/aggregate.ts'
import { bookOf, indexOf } from '../../policy/numbers/book.ts'
import type { Names, Range } from '../../policy/numbers/names.ts'
import { makeTelling } from '../../policy/numbers/told.ts'
import { makeCellBook, TOGETHER } from './cell-book.ts'
import { type ClosedRow, type Named, NAMES, readClosed, readDays, readNames } from './closed-answers.ts'
import { sumOf } from '../counting/counts.ts'
import type { Closed, Lens } from './lens.ts'
import { readCounts } from '../counting/read-counts.ts'

/** Which of the closed answers a figure may tell, and what they are. */
export type ClosedBook = {
  told(names: Names, range: Range): ReadonlySet<Day>
  counts(names: Names): ReadonlyMap<Day, Counts>
}

/** What will be asked of a book. */
export type Question = { names: Names; range: Range }

/** Of so many days at most it is looked up in the rows whether a figure is part of another. */
const MOST_DAYS = 31

/** Opens the book of what is closed to a reader, for the figures of the lens and its groups by a dimension. */
export async function openBook(
  lens: Lens,
  closed: Closed,
  { filters, by, ask }: { filters: Names; by: Named | null; ask: () => readonly Question[] },
): Promise<ClosedBook> {
  if (closed.kind === 'everything') return openCells(lens, closed, { filters, by, ask })
  const rows = await once(closed, 'answers', () => readClosed(lens, { which: closed.which, openUntil: 0 }))
  const index = indexOf(rows)
  const told = makeTelling(
    bookOf(rows, () => '', index),
    closed.minN,
  )
  return { told, counts: (names) => countsOf(index(names)) }
}

/**
 * The book of somebody to whom everything is closed. What has one name at most is in the cells. Two names at once are
 * counted from the rows of the months that the period touches. Whether all of one figure is in another by another
 * name is taken from the days' numbers; only where they leave it open, from the rows of those days.
 */
async function openCells(
  lens: Lens,
  closed: Closed & { kind: 'everything' },
  { filters, by, ask }: Parameters<typeof openBook>[2],
): Promise<ClosedBook> {
  const { openUntil, minN } = closed
  const dimensions = new Set([...(Object.keys(filters) as Named[]), ...(by === null ? [] : [by])])
  const { period } = lens
  const span = `${period.firstDay} ${period.lastDay}`
  const isDeep = dimensions.size > 1
  const known = NAMES.filter((each) => dimensions.has(each) || TOGETHER.includes(each))
  const rows = isDeep
    ? await once(closed, `${known.join()} ${span}`, () =>
        readClosed(lens, { during: 'months', openUntil }, known),
      )
    : []
  const cells = await once(closed, dimensions.size > 0 ? 'names' : 'all', () =>
    readNames(lens, openUntil, dimensions.size > 0),
  )
  const [only = 'all'] = dimensions
  const counts = isDeep
    ? null
    : await once(closed, `${only} ${span}`, () => {
        const { db, workspaceId } = lens
        const { zone, from, to } = period
        return readCounts(db, { workspaceId, zone, from, to, filters: {}, by: only, cut: 'day' })
      })
  const index = indexOf(rows)
  const cellBook = makeCellBook(cells, { rows, index, known: isDeep ? known : [], minN })
  let told = makeTelling(cellBook.book, minN)
  for (const { names, range } of ask()) told(names, range)
  const days = cellBook.unknown()
  if (days.length > 0 && days.length <= MOST_DAYS) {
    cellBook.learn(days, await readDays(lens, days, openUntil))
    told = makeTelling(cellBook.book, minN)
  }
  const byName = counts && Map.groupBy(counts, ({ key }) => key)
  return {
    told,
    counts: (names) =>
      byName
        ? new Map(byName.get(Object.values(names)[0] ?? '')?.map((row) => [row.day!, row]))
        : countsOf(index(names)),
  }
}

function countsOf(rows: readonly ClosedRow[]): Map<Day, Counts> {
  const days = Map.groupBy(rows, ({ day }) => day)
  return new Map([...days].map(([day, all]) => [day, sumOf(all.map((row) => row.counts))]))
}

/** Reads something once for a lens and those made of it. */
async function once<T>({ read }: Closed, what: string, work: () => Promise<T>): Promise<T> {
  const known = read.get(what) ?? work()
  read.set(what, known)
  return known as Promise<T>
}
