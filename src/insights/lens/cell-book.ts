import type { Day } from '../../policy/numbers/aggregate.ts'
import { type Book, bookOf, indexOf, type Row, type RowIndex } from '../../policy/numbers/book.ts'
import type { Days } from '../../policy/numbers/few.ts'
import type { Names } from '../../policy/numbers/names.ts'
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
  {
    rows,
    known,
    minN,
    index = indexOf(rows),
  }: { rows: readonly Row[]; known: readonly string[]; minN: number; index?: RowIndex<Row> },
): CellBook {
  const deep = bookOf(rows, monthOf, index)
  let unaware: ReturnType<typeof findUnaware> | null = null
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
    inside: (names, days) =>
      Object.keys(names).length < 2 ? [] : (unaware ??= findUnaware(rows, index))(names, days),
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

/**
 * Finds figures over one name or two that are part of a wider one on some days, and whose own book does not tell so:
 * that of one name knows no others together, and that of two knows of the rest only those that often go with them.
 */
function findUnaware(rows: readonly Row[], index: RowIndex<Row>) {
  const namesOf = numberNames(rows)
  const rowsOn = Map.groupBy(rows, ({ day }) => day)
  /** How many there are on a day of each name, or of each two names too. */
  const count = (some: readonly Row[], most: number): Map<number, number> => {
    const sums = new Map<number, number>()
    const add = (inner: number, row: Row) => sums.set(inner, (sums.get(inner) ?? 0) + row.most)
    for (const row of some) {
      const own = namesOf.in(row)
      for (const [at, one] of own.entries()) {
        add(one, row)
        for (let next = most < 2 ? own.length : at + 1; next < own.length; next += 1) {
          if (!namesOf.areAlike(one, own[next]!)) add(namesOf.pair(one, own[next]!), row)
        }
      }
    }
    return sums
  }
  const totals = new Map<string, Map<number, number>>()
  const totalOn = (day: Day, most: number): Map<number, number> => {
    const key = `${day} ${most}`
    const known = totals.get(key) ?? count(rowsOn.get(day) ?? [], most)
    totals.set(key, known)
    return known
  }
  return (names: Names, days: ReadonlySet<Day>): { names: Names; days: Set<Day> }[] => {
    const asked = Object.entries(names)
    const most = asked.every(([dimension]) => TOGETHER.includes(dimension)) ? 1 : 2
    const found = new Map<number, Set<Day>>()
    const parts = Map.groupBy(
      index(names).filter(({ day }) => days.has(day)),
      ({ day }) => day,
    )
    for (const [day, part] of parts) {
      const total = totalOn(day, most)
      for (const [inner, n] of count(part, most)) {
        if (total.get(inner) !== n) continue
        const on = found.get(inner)
        if (on) on.add(day)
        else found.set(inner, new Set([day]))
      }
    }
    return [...found]
      .map(([inner, on]) => ({ names: namesOf.of(inner), days: on }))
      .filter((inner) => Object.entries(inner.names).some(([dimension, name]) => names[dimension] !== name))
  }
}

/** A number for each name of some rows, and for each two of them. */
function numberNames(rows: readonly Row[]) {
  const numbers = new Map<string, Map<string, number>>()
  const all: (readonly [dimension: string, name: string])[] = []
  const numberOf = (dimension: string, name: string): number => {
    let own = numbers.get(dimension)
    if (!own) numbers.set(dimension, (own = new Map()))
    let number = own.get(name)
    if (number === undefined) own.set(name, (number = all.push([dimension, name])))
    return number
  }
  const known = new Map<Row, number[]>()
  for (const row of rows) {
    const own: number[] = []
    for (const dimension in row.names) {
      for (const name of row.names[dimension]!) own.push(numberOf(dimension, name))
    }
    known.set(
      row,
      own.toSorted((a, b) => a - b),
    )
  }
  const base = all.length + 1
  const name = (number: number) => all[number - 1]!
  return {
    in: (row: Row): readonly number[] => known.get(row)!,
    pair: (one: number, other: number): number => one * base + other,
    areAlike: (one: number, other: number): boolean => name(one)[0] === name(other)[0],
    of: (number: number): Names =>
      number < base
        ? Object.fromEntries([name(number)])
        : Object.fromEntries([name(Math.floor(number / base)), name(number % base)]),
  }
}
