import type { Day } from './aggregate.ts'
import type { Few } from './few.ts'

/**
 * Days that stay together, with a figure's closed answers on them. `shared` is about those blocks of each wider figure
 * of which this one has some and not all: what it has of them, and what it has not.
 */
export type Unit = { days: Day[]; own: Few; shared: { own: Few; left: Few }[] }

/**
 * Takes units together into blocks, from the oldest on. Where a figure has all that each wider one has, the unit is a
 * block of its own; the others are put together until what is in and, of the shared blocks of each wider figure, both
 * what is in and what is out are at least `minN`. What is left over at the end joins the last, where that keeps to
 * this; if not, it is in no block for now, and is not told.
 */
export function fill(units: readonly Unit[], minN: number): Day[][] {
  const blocks: Unit[][] = []
  const alone: Day[][] = []
  let pool: Unit[] = []
  for (const unit of units.toSorted((a, b) => (last(a) < last(b) ? -1 : 1))) {
    if (unit.own.most === 0) continue
    if (unit.shared.length > 0 && unit.shared.every(({ left }) => left.most === 0)) {
      alone.push(unit.days)
      continue
    }
    pool.push(unit)
    if (!isFull(pool, minN)) continue
    blocks.push(pool)
    pool = []
  }
  const rest = [...(blocks.at(-1) ?? []), ...pool]
  if (blocks.length > 0 && isFull(rest, minN)) blocks.splice(-1, 1, rest)
  return [...alone, ...blocks.map((block) => block.flatMap(({ days }) => days))]
}

function isFull(pool: readonly Unit[], minN: number): boolean {
  const isEnough = (of: (unit: Unit) => Few): boolean =>
    pool.reduce((sum, unit) => sum + of(unit).n, 0) >= minN
  return (
    isEnough(({ own }) => own) &&
    pool[0]!.shared.every(
      (_, at) =>
        pool.every(({ shared }) => shared[at]!.left.most === 0) ||
        (isEnough(({ shared }) => shared[at]!.own) && isEnough(({ shared }) => shared[at]!.left)),
    )
  )
}

const last = ({ days }: Unit): Day => days.reduce((latest, day) => (day > latest ? day : latest))

/** Joins lists of days that have a day in common. */
export function connected(lists: readonly (readonly Day[])[]): Day[][] {
  const parent = new Map<Day, Day>()
  const rootOf = (day: Day): Day => {
    let root = day
    while (parent.get(root)! !== root) root = parent.get(root)!
    parent.set(day, root)
    return root
  }
  for (const list of lists) {
    for (const day of list) {
      if (!parent.has(day)) parent.set(day, day)
      parent.set(rootOf(day), rootOf(list[0]!))
    }
  }
  return [...Map.groupBy(parent.keys(), rootOf).values()]
}
