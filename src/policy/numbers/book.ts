import type { Day } from './aggregate.ts'
import type { Days, Few } from './few.ts'
import { keyOf, type Names } from './names.ts'

/** The closed answers of a viewer, in numbers. */
export type Book = {
  /** Those that bear the names, by day. */
  days(names: Names): Days
  /** The same by every name of a dimension. */
  split(names: Names, dimension: string): ReadonlyMap<string, Days>
  /** The other names that all of those on these days bear, or may bear for all that is known. */
  shared(names: Names, days: ReadonlySet<Day>): (readonly [dimension: string, name: string])[]
  /** Figures all of whose answers on some of the days bear the names, and that cannot know it themselves. */
  inside(names: Names, days: ReadonlySet<Day>): { names: Names; days: ReadonlySet<Day> }[]
  /** Blocks of figures over two names and more do not reach from one season into the next. */
  season(day: Day): string
}

/** Closed answers of a day that have all of their names in common. */
export type Row = Few & { day: Day; names: Readonly<Record<string, readonly string[]>> }

/** The rows that bear all of some names, found without looking at all of them. */
export type RowIndex<R extends Row> = (names: Names) => readonly R[]

export function indexOf<R extends Row>(rows: readonly R[]): RowIndex<R> {
  const single = new Map<string, Map<string, R[]>>()
  const rowsUnder = (dimension: string): Map<string, R[]> => {
    const known = single.get(dimension) ?? partsOf(rows, dimension)
    single.set(dimension, known)
    return known
  }
  const several = new Map<string, readonly R[]>()
  return (names) => {
    const own = keyOf(names)
    if (own.length === 0) return rows
    const lists = own.map(([dimension, name]) => rowsUnder(dimension).get(name) ?? [])
    if (own.length === 1) return lists[0]!
    return once(several, JSON.stringify(own), () => {
      const fewest = lists.reduce((least, list) => (list.length < least.length ? list : least))
      return fewest.filter((row) => bears(row, own))
    })
  }
}

/** A book over rows that know all of their names: what one figure has of another is exactly known. */
export function bookOf(rows: readonly Row[], season: (day: Day) => string, index = indexOf(rows)): Book {
  const splits = new Map<string, ReadonlyMap<string, Days>>()
  const sums = new Map<string, Days>()
  return {
    season,
    inside: () => [],
    days: (names) => once(sums, JSON.stringify(keyOf(names)), () => daysOf(index(names))),
    split: (names, dimension) =>
      once(splits, JSON.stringify([keyOf(names), dimension]), () => {
        const parts = partsOf(index(names), dimension)
        return new Map([...parts].map(([name, own]) => [name, daysOf(own)]))
      }),
    shared: (names, days) =>
      sharedBy(
        names,
        index(names).filter(({ day }) => days.has(day)),
      ),
  }
}

/** The names beside its own that all answers of a figure share. */
function sharedBy(names: Names, own: readonly Row[]): [string, string][] {
  const [first] = own
  if (first === undefined) return []
  return Object.entries(first.names)
    .flatMap(([dimension, all]) => all.map((name): [string, string] => [dimension, name]))
    .filter(([dimension, name]) => names[dimension] !== name)
    .filter(([dimension, name]) => own.every((row) => row.names[dimension]!.includes(name)))
}

function bears(row: Row, names: readonly [string, string][]): boolean {
  for (const [dimension, name] of names) if (!row.names[dimension]?.includes(name)) return false
  return true
}

/** Rows by the names that they have in a dimension. */
function partsOf<R extends Row>(rows: readonly R[], dimension: string): Map<string, R[]> {
  const parts = new Map<string, R[]>()
  for (const row of rows) {
    for (const name of row.names[dimension] ?? []) {
      const part = parts.get(name)
      if (part) part.push(row)
      else parts.set(name, [row])
    }
  }
  return parts
}

/** How many on each day. */
function daysOf(rows: readonly Row[]): Days {
  const days = new Map<Day, Few>()
  for (const { day, n, most } of rows) {
    const few = days.get(day)
    if (few) {
      few.n += n
      few.most += most
    } else days.set(day, { n, most })
  }
  return days
}

function once<T>(known: Map<string, T>, key: string, work: () => T): T {
  const found = known.get(key) ?? work()
  known.set(key, found)
  return found
}
