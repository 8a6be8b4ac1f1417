import type { Day } from './aggregate.ts'
import type { Days, Few } from './few.ts'
import { type Book, keyOf, type Names } from './told.ts'

/** Closed answers of a day that have all of their names in common. */
export type Row = Few & { day: Day; names: Readonly<Record<string, readonly string[]>> }

/** A book over rows that know all of their names: what one figure has of another is exactly known. */
export function bookOf(rows: readonly Row[], season: (day: Day) => string): Book {
  const byDay = Map.groupBy(rows, ({ day }) => day)
  const splits = new Map<string, ReadonlyMap<string, Days>>()
  const book: Book = {
    season,
    inside: () => [],
    days(names) {
      const [first] = Object.keys(names)
      if (first === undefined) return daysOf(rows)
      const { [first]: name, ...rest } = names
      return book.split(rest, first).get(name!) ?? new Map()
    },
    split(names, dimension) {
      const key = JSON.stringify([keyOf(names), dimension])
      const known = splits.get(key)
      if (known) return known
      const parts = new Map<string, Row[]>()
      for (const row of rows) {
        if (!bears(row, names)) continue
        for (const name of row.names[dimension] ?? []) {
          const part = parts.get(name)
          if (part) part.push(row)
          else parts.set(name, [row])
        }
      }
      const split = new Map([...parts].map(([name, own]) => [name, daysOf(own)]))
      splits.set(key, split)
      return split
    },
    shared: (names, days) =>
      sharedBy(
        names,
        [...days].flatMap((day) => byDay.get(day) ?? []),
      ),
  }
  return book
}

/** The names beside its own that all answers of a figure share. */
function sharedBy(names: Names, rows: readonly Row[]): [string, string][] {
  const own = rows.filter((row) => bears(row, names))
  const [first] = own
  if (first === undefined) return []
  return Object.entries(first.names)
    .flatMap(([dimension, all]) => all.map((name): [string, string] => [dimension, name]))
    .filter(([dimension, name]) => names[dimension] !== name)
    .filter(([dimension, name]) => own.every((row) => row.names[dimension]!.includes(name)))
}

function bears(row: Row, names: Names): boolean {
  for (const dimension in names) if (!row.names[dimension]?.includes(names[dimension]!)) return false
  return true
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
