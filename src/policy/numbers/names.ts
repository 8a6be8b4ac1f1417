import type { Day } from './aggregate.ts'

/** What a figure is about: one name in each of some dimensions; none: everything. */
export type Names = Readonly<Record<string, string>>
export type Range = { from: Day; to: Day }

/** A figure's names but for the one in this dimension. */
export function without(names: Names, dimension: string): Names {
  const { [dimension]: _, ...rest } = names
  return rest
}

/** The same names in the same order, whichever way they came. */
export function keyOf(names: Names): [string, string][] {
  return Object.entries(names).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** What names are known by; the same object is asked about many times. */
const keys = new WeakMap<Names, string>()

/** A function that works out each answer once. */
export function remember<A extends unknown[], R>(work: (names: Names, ...rest: A) => R) {
  const known = new Map<string, R>()
  return (names: Names, ...rest: A): R => {
    const own = keys.get(names) ?? JSON.stringify(keyOf(names))
    keys.set(names, own)
    const key = rest.length === 0 ? own : `${own}${JSON.stringify(rest)}`
    if (!known.has(key)) known.set(key, work(names, ...rest))
    return known.get(key)!
  }
}
