import type { Day } from './aggregate.ts'

/** A number of closed answers: `n` for sure, `most` at most, where some may be open to the viewer. */
export type Few = { n: number; most: number }
export type Days = ReadonlyMap<Day, Few>

/** Certainly none of them. */
export const none = (few: Few | undefined): boolean => few === undefined || few.most === 0

/** What is left of some when others, all of them among these, are taken away. */
export const less = (all: Few, some: Few): Few => ({ n: all.n - some.n, most: all.most - some.most })

/** How many on some days. */
export function sumOn(all: Days, days: Iterable<Day>): Few {
  const sum = { n: 0, most: 0 }
  for (const day of days) {
    const few = all.get(day)
    if (!few) continue
    sum.n += few.n
    sum.most += few.most
  }
  return sum
}

/** All of them together. */
export function total(all: readonly Few[]): Few {
  return all.reduce((sum, { n, most }) => ({ n: sum.n + n, most: sum.most + most }), { n: 0, most: 0 })
}
