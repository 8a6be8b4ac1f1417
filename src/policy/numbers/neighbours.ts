import type { Day } from './aggregate.ts'
import type { Book } from './book.ts'
import { type Few, less, none, sumOn, total } from './few.ts'
import type { Names, Range } from './names.ts'
import { type Block, isWithin, type PartsOf } from './parts.ts'

/** Figures are held against others over so many names at most. */
const MOST_NAMES = 3

type Told = { names: Names; range: Range; days: ReadonlySet<Day> }

/** Is what a figure tells on these days all but a few of another, or a few more than another? */
export function makeNeighbours(
  book: Book,
  partsOf: PartsOf,
  isEnough: (few: Few) => boolean,
): (told: Told) => boolean {
  /** Does another figure hold all that this one tells, and only a few besides? */
  const isNearlyAll = ({ names, days }: Told): boolean => {
    const own = book.days(names)
    const mine = [...days].filter((day) => !none(own.get(day)))
    return someOf([...Object.entries(names), ...book.shared(names, days)]).some((wider) => {
      // Whatever its range: of the blocks that hold these, and more of them add what is enough by itself.
      const { blockOf, sumOf } = partsOf(wider)
      const theirs = new Set<Block>()
      for (const day of mine) {
        const block = blockOf.get(day)
        if (!block) return false
        theirs.add(block)
      }
      return !isEnough(less(total([...theirs].map(sumOf)), sumOn(own, mine)))
    })
  }

  /** Does it hold only a few beside another that does not know of this one, and is told? */
  const isHardlyMore = ({ names, range, days }: Told): boolean => {
    const { blockOf, sumOf } = partsOf(names)
    return book.inside(names, days).some((inner) => {
      const theirs = partsOf(inner.names)
      const narrow = distinct([...inner.days].map((day) => theirs.blockOf.get(day))).filter((block) =>
        block.days.every((day) => inner.days.has(day) || none(theirs.days.get(day))),
      )
      if (narrow.length === 0) return false
      const reached = narrow.flatMap((block) => block.days.filter((day) => !none(theirs.days.get(day))))
      const wide = distinct(reached.map((day) => blockOf.get(day))).filter((block) => isWithin(block, range))
      return !isEnough(less(total(wide.map(sumOf)), sumOn(theirs.days, reached)))
    })
  }

  return (told) => isNearlyAll(told) || isHardlyMore(told)
}

/** Every figure over up to three of the names. */
function someOf(names: readonly (readonly [string, string])[]): Names[] {
  let found: Names[] = [{}]
  for (const [dimension, name] of names) {
    const more = found
      .filter((each) => !(dimension in each) && Object.keys(each).length < MOST_NAMES)
      .map((each) => ({ ...each, [dimension]: name }))
    found = [...found, ...more]
  }
  return found
}

function distinct<T>(all: readonly (T | undefined)[]): T[] {
  return [...new Set(all)].filter((each) => each !== undefined)
}
