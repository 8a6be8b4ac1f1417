import type { Day } from './aggregate.ts'
import { connected, fill, type Unit } from './blocks.ts'
import { type Days, type Few, less, none, sumOn, total } from './few.ts'

/**
 * Which closed answers a figure may tell (C13). The rule: they stand in blocks, of which a figure has each as a whole
 * or not at all; and whatever figures somebody takes from one another, nothing over 1 to `minN` − 1 closed answers is
 * left.
 */

/** What a figure is about: one name in each of some dimensions; none: everything. */
export type Names = Readonly<Record<string, string>>
export type Range = { from: Day; to: Day }

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

/** A dimension in which an answer may have several names: they do not add up to the whole. */
const MANIFOLD = 'tag'

/** Figures are held against others over so many names at most. */
const MOST_NAMES = 3

/** Closed answers that a figure has together or not at all. */
type Block = { days: Day[]; first: Day; last: Day }

function asBlock(days: Day[]): Block {
  const [first, last] = [days.reduce((a, b) => (a < b ? a : b)), days.reduce((a, b) => (a > b ? a : b))]
  return { days, first, last }
}

const isWithin = ({ first, last }: Block, { from, to }: Range): boolean => from <= first && last <= to

function distinct<T>(all: readonly (T | undefined)[]): T[] {
  return [...new Set(all)].filter((each) => each !== undefined)
}

/**
 * Tells of which days a figure has the closed answers. For each name of a figure it is held against the figure
 * without it: what is in and what is out are none, or at least `minN`, in every block. It must not be what is missing
 * from its neighbours in any of these partitions, nor be narrower than a figure that is withheld, nor nearly all of
 * another that holds it.
 */
export function makeTelling(book: Book, minN: number): (names: Names, range: Range) => ReadonlySet<Day> {
  const isEnough = ({ n, most }: Few): boolean => most === 0 || n >= minN

  const blocksOf = remember((names: Names): Block[] => {
    const dimensions = Object.keys(names)
    const own = book.days(names)
    if (dimensions.length === 0) {
      const units = [...own].map(([day, few]) => ({ days: [day], own: few, shared: [] }))
      return fill(units, minN).map(asBlock)
    }
    const parents = dimensions.map((each) => partsOf(without(names, each)))
    const mine = new Set([...own].filter(([, few]) => !none(few)).map(([day]) => day))
    const seasons = dimensions.length > 1 ? new Set([...mine].map((day) => book.season(day))) : null
    const isNear = ({ days }: Block): boolean =>
      seasons === null || days.some((day) => seasons.has(book.season(day)))
    const lists = parents.flatMap(({ blocks }) => blocks.filter(isNear).map(({ days }) => days))
    const units = connected(lists)
      .filter((days) => days.some((day) => mine.has(day)))
      // Where a wider figure tells nothing, a narrower one does not either.
      .filter((days) =>
        days.every((day) => parents.every((each) => each.blockOf.has(day) || none(each.days.get(day)))),
      )
      .map((days): Unit => {
        const shared = parents.map((each) => {
          const some = [...new Set(days.flatMap((day) => each.blockOf.get(day) ?? []))]
            .map((block) => ({ own: sumOn(own, block.days), all: each.sumOf(block) }))
            .filter((part) => !none(part.own) && !none(less(part.all, part.own)))
          const had = total(some.map((part) => part.own))
          return { own: had, left: less(total(some.map((part) => part.all)), had) }
        })
        return { days, own: sumOn(own, days), shared }
      })
    if (seasons === null) return fill(units, minN).map(asBlock)
    const bySeason = Map.groupBy(
      units.filter(({ days }) => new Set(days.map((day) => book.season(day))).size === 1),
      ({ days }) => book.season(days[0]!),
    )
    return [...bySeason.values()].flatMap((season) => fill(season, minN)).map(asBlock)
  })

  /** A figure's blocks, the one of each day, and how much is in them. */
  const partsOf = remember((names: Names) => {
    const days = book.days(names)
    const blocks = blocksOf(names)
    const sums = new Map<Block, Few>()
    return {
      days,
      blocks,
      blockOf: new Map(blocks.flatMap((block) => block.days.map((day) => [day, block] as const))),
      sumOf: (block: Block): Few => {
        const sum = sums.get(block) ?? sumOn(days, block.days)
        sums.set(block, sum)
        return sum
      },
    }
  })

  const blocksIn = remember((names: Names, range: Range) =>
    blocksOf(names).filter((block) => isWithin(block, range)),
  )

  /** The names of a partition to leave out, so that the whole less the others is not over a few: the smallest. */
  const leftOut = remember((names: Names, range: Range, dimension: string): Set<string> => {
    const wholes = blocksIn(names, range)
    const parts = Array.from(book.split(names, dimension))
      .map(([key, days]) => {
        const own = { ...names, [dimension]: key }
        return { key, days, blocks: blocksIn(own, range), sumOf: partsOf(own).sumOf }
      })
      .filter(({ blocks }) => blocks.length > 0)
      // In an order that is the same for every range.
      .map((part) => ({ ...part, size: sumOn(part.days, part.days.keys()).n }))
      .toSorted((a, b) => a.size - b.size || (a.key < b.key ? -1 : 1))
    const out = new Set<string>()
    for (;;) {
      const shown = parts.filter(({ key }) => !out.has(key))
      const theirs = shown.flatMap(({ blocks }) => blocks)
      const touched = new Set(theirs.flatMap(({ days }) => days))
      const concerned = wholes.filter(({ days }) => days.some((day) => touched.has(day)))
      const pieces = connected([...concerned, ...theirs].map(({ days }) => days))
      const pieceOf = new Map(pieces.flatMap((days, at) => days.map((day) => [day, at] as const)))
      // Days of a piece that the whole has in no block are told by nobody, but count as what is left.
      const left = pieces.map((days) => sumOn(book.days(names), days))
      for (const part of shown) {
        for (const block of part.blocks) {
          const at = pieceOf.get(block.days[0]!)!
          left[at] = less(left[at]!, part.sumOf(block))
        }
      }
      const bad = left.findIndex((few) => !isEnough(few))
      if (bad === -1) return out
      out.add(shown.find(({ blocks }) => blocks.some(({ days }) => pieceOf.get(days[0]!) === bad))!.key)
    }
  })

  const told = remember((names: Names, range: Range): ReadonlySet<Day> => {
    const days = new Set(blocksIn(names, range).flatMap((block) => block.days))
    if (days.size === 0) return days
    const isWithheld =
      Object.entries(names).some(
        ([dimension, name]) =>
          isClosed(without(names, dimension), range) ||
          (dimension !== MANIFOLD && leftOut(without(names, dimension), range, dimension).has(name)),
      ) ||
      isNearlyAll(names, days) ||
      isHardlyMore(names, range, days)
    return isWithheld ? new Set() : days
  })

  /** Does another figure hold all that this one tells, and only a few besides? */
  const isNearlyAll = (names: Names, days: ReadonlySet<Day>): boolean => {
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
  const isHardlyMore = (names: Names, range: Range, days: ReadonlySet<Day>): boolean => {
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

  const isClosed = (names: Names, range: Range): boolean =>
    blocksIn(names, range).length > 0 && told(names, range).size === 0
  return told
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

function without(names: Names, dimension: string): Names {
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
function remember<A extends unknown[], R>(work: (names: Names, ...rest: A) => R) {
  const known = new Map<string, R>()
  return (names: Names, ...rest: A): R => {
    const own = keys.get(names) ?? JSON.stringify(keyOf(names))
    keys.set(names, own)
    const key = rest.length === 0 ? own : `${own}${JSON.stringify(rest)}`
    if (!known.has(key)) known.set(key, work(names, ...rest))
    return known.get(key)!
  }
}
