import type { Day } from '../../policy/aggregate.ts'
import { bookOf, type Row } from '../../policy/book.ts'
import type { Days } from '../../policy/few.ts'
import type { Book, Names } from '../../policy/told.ts'
import type { Cells } from './closed-answers.ts'

/** A book over the days' numbers of each single name, that learns from rows what they leave open. */
export type CellBook = {
  book: Book
  /** The days of which it had to be assumed that one figure is part of another. */
  unknown(): Day[]
  /** What rows, with all of their names, say of such days. */
  learn(days: readonly Day[], rows: readonly Row[]): void
}

/** Names that often go with each other, as an agent's with the team's: rows of two names and more know them all. */
export const TOGETHER: readonly string[] = ['agent', 'team', 'channel']

const monthOf = (day: Day): string => day.slice(0, 7)

/** `rows` are those of some months and know their names in the dimensions `known`; without them there are none. */
export function makeCellBook(
  cells: Cells,
  { rows, known, minN }: { rows: readonly Row[]; known: readonly string[]; minN: number },
): CellBook {
  const deep = bookOf(rows, monthOf)
  const unaware = findUnaware(rows)
  const unknown = new Set<Day>()
  const learnt = new Map<Day, Row[]>()
  const nothing: Days = new Map()
  const single = (dimension: string, name: string): Days => cells.get(dimension)?.get(name) ?? nothing

  /** For all that the numbers say, all of the first are in the second, which has only a few more. */
  const isSuspect = (own: Days, mine: readonly Day[], theirs: Days): boolean => {
    let left = 0
    for (const day of mine) {
      const [here, there] = [own.get(day)!, theirs.get(day)]
      if (there === undefined || there.most < here.most) return false
      left += there.n - here.n
      if (left >= minN) return false
    }
    return true
  }
  const daysWith = (own: Days, days: Iterable<Day>): Day[] =>
    [...days].filter((day) => (own.get(day)?.most ?? 0) > 0)

  const book: Book = {
    season: monthOf,
    days(names) {
      const [[dimension, name] = [], second] = Object.entries(names)
      if (dimension === undefined) return single('all', '')
      return second ? deep.days(names) : single(dimension, name!)
    },
    split: (names, dimension) =>
      Object.keys(names).length === 0 ? (cells.get(dimension) ?? new Map()) : deep.split(names, dimension),
    shared(names, days) {
      const own = book.days(names)
      const mine = daysWith(own, days)
      const suspects = [...cells].flatMap(([dimension, all]) =>
        dimension === 'all' || known.includes(dimension)
          ? []
          : [...all]
              .filter(([name, theirs]) => names[dimension] !== name && isSuspect(own, mine, theirs))
              .map(([name]) => [dimension, name] as const),
      )
      const sure = known.length > 0 ? deep.shared(names, days) : []
      if (suspects.length === 0) return sure
      if (mine.every((day) => learnt.has(day))) {
        const all = mine.flatMap((day) => learnt.get(day)!)
        return bookOf(all, monthOf).shared(names, days)
      }
      for (const day of mine) unknown.add(day)
      return [...sure, ...suspects]
    },
    inside: (names, days) => (Object.keys(names).length < 2 ? [] : unaware(names, days)),
  }
  return {
    book,
    unknown: () => [...unknown],
    learn(days, found) {
      for (const day of days) learnt.set(day, [])
      for (const row of found) learnt.get(row.day)?.push(row)
    },
  }
}

type Inner = { names: Names; size: number }

/**
 * Finds figures over one name or two that are part of a wider one on some days, and whose own book does not tell so:
 * that of one name knows no others together, and that of two knows of the rest only those that often go with them.
 */
function findUnaware(rows: readonly Row[]) {
  const rowsOn = Map.groupBy(rows, ({ day }) => day)
  const figures = new Map<string, Inner>()
  const inners = new Map<Row, Inner[]>()
  const innersOf = (row: Row): Inner[] => {
    const known = inners.get(row)
    if (known) return known
    const own = Object.entries(row.names).flatMap(([dimension, all]) =>
      all.map((name) => [dimension, name] as const),
    )
    const found = own.flatMap(([dimension, name], at) =>
      [null, ...own.slice(at + 1).filter(([other]) => other !== dimension)].map((other) => {
        const key = `${dimension} ${name}${other ? ` ${other[0]} ${other[1]}` : ''}`
        const figure = figures.get(key) ?? {
          names: { [dimension]: name, ...(other && { [other[0]]: other[1] }) },
          size: other ? 2 : 1,
        }
        figures.set(key, figure)
        return figure
      }),
    )
    inners.set(row, found)
    return found
  }
  const totals = new Map<Day, Map<Inner, number>>()
  const count = (some: readonly Row[], most: number): Map<Inner, number> => {
    const sums = new Map<Inner, number>()
    for (const row of some) {
      for (const inner of innersOf(row)) {
        if (inner.size <= most) sums.set(inner, (sums.get(inner) ?? 0) + row.most)
      }
    }
    return sums
  }
  return (names: Names, days: ReadonlySet<Day>): { names: Names; days: Set<Day> }[] => {
    const asked = Object.entries(names)
    const most = asked.every(([dimension]) => TOGETHER.includes(dimension)) ? 1 : 2
    const found = new Map<Inner, Set<Day>>()
    for (const day of days) {
      const all = rowsOn.get(day) ?? []
      const total = totals.get(day) ?? count(all, 2)
      totals.set(day, total)
      const part = all.filter((row) =>
        asked.every(([dimension, name]) => row.names[dimension]?.includes(name)),
      )
      for (const [inner, n] of count(part, most)) {
        if (total.get(inner) !== n) continue
        if (Object.entries(inner.names).every(([dimension, name]) => names[dimension] === name)) continue
        const on = found.get(inner)
        if (on) on.add(day)
        else found.set(inner, new Set([day]))
      }
    }
    return [...found].map(([inner, on]) => ({ names: inner.names, days: on }))
  }
}
