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

/**
 * Tells of which days a figure has the closed answers. For each name of a figure it is held against the figure
 * without it: what is in and what is out are none, or at least `minN`, in every block. It must not be what is missing
 * from its neighbours in any of these partitions, nor be narrower than a figure that is withheld, nor nearly all of
 * another that holds it.
 */
export function makeTelling(book: Book, minN: number): (names: Names, range: Range) => ReadonlySet<Day> {
  const isEnough = ({ n, most }: Few): boolean => most === 0 || n >= minN

  const blocksOf = remember((names: Names): Day[][] => {
    const dimensions = Object.keys(names)
    const own = book.days(names)
    if (dimensions.length === 0) {
      return fill(
        [...own].map(([day, few]) => ({ days: [day], own: few, shared: [] })),
        minN,
      )
    }
    const wider = dimensions.map((each) => without(names, each))
    const parents = wider.map((each) => ({
      days: book.days(each),
      blocks: blocksOf(each),
      blockOf: blocksByDay(each),
    }))
    const units = connected(parents.flatMap(({ blocks }) => blocks))
      // Where a wider figure tells nothing, a narrower one does not either.
      .filter((days) =>
        days.every((day) => parents.every((each) => each.blockOf.has(day) || none(each.days.get(day)))),
      )
      .map((days): Unit => {
        const shared = parents.map((each) => {
          const some = [...new Set(days.flatMap((day) => each.blockOf.get(day) ?? []))]
            .map((block) => ({ own: sumOn(own, block), all: sumOn(each.days, block) }))
            .filter((part) => !none(part.own) && !none(less(part.all, part.own)))
          const had = total(some.map((part) => part.own))
          return { own: had, left: less(total(some.map((part) => part.all)), had) }
        })
        return { days, own: sumOn(own, days), shared }
      })
    if (dimensions.length === 1) return fill(units, minN)
    const seasons = Map.groupBy(
      units.filter(({ days }) => new Set(days.map((day) => book.season(day))).size === 1),
      ({ days }) => book.season(days[0]!),
    )
    return [...seasons.values()].flatMap((season) => fill(season, minN))
  })

  const blocksByDay = remember(
    (names: Names) =>
      new Map(blocksOf(names).flatMap((block) => block.map((day) => [day, [block]] as const))),
  )

  const blocksIn = remember((names: Names, { from, to }: Range) =>
    blocksOf(names).filter((block) => block.every((day) => from <= day && day <= to)),
  )

  /** The names of a partition to leave out, so that the whole less the others is not over a few: the smallest. */
  const leftOut = remember((names: Names, range: Range, dimension: string): Set<string> => {
    const whole = book.days(names)
    const wholes = blocksIn(names, range)
    const parts = Array.from(book.split(names, dimension))
      .map(([key, days]) => ({ key, days, blocks: blocksIn({ ...names, [dimension]: key }, range) }))
      .filter(({ blocks }) => blocks.length > 0)
      // In an order that is the same for every range.
      .map((part) => ({ ...part, size: sumOn(part.days, part.days.keys()).n }))
      .toSorted((a, b) => a.size - b.size || (a.key < b.key ? -1 : 1))
    const out = new Set<string>()
    for (;;) {
      const shown = parts.filter(({ key }) => !out.has(key))
      const touched = new Set(shown.flatMap(({ blocks }) => blocks.flat()))
      const pieces = connected([
        ...wholes.filter((block) => block.some((day) => touched.has(day))),
        ...shown.flatMap(({ blocks }) => blocks),
      ])
      const bad = pieces.find((days) => {
        const piece = new Set(days)
        const told = shown.flatMap((part) =>
          part.blocks.filter(([day]) => piece.has(day!)).map((block) => sumOn(part.days, block)),
        )
        return !isEnough(told.reduce(less, sumOn(whole, days)))
      })
      if (bad === undefined) return out
      const piece = new Set(bad)
      out.add(shown.find(({ blocks }) => blocks.some(([day]) => piece.has(day!)))!.key)
    }
  })

  const told = remember((names: Names, range: Range): ReadonlySet<Day> => {
    const days = new Set(blocksIn(names, range).flat())
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
    const mine = new Set([...days].filter((day) => !none(own.get(day))))
    return someOf([...Object.entries(names), ...book.shared(names, days)]).some((wider) => {
      // Whatever its range: of the blocks that hold these, and more of them add what is enough by itself.
      const theirs = new Set(
        blocksOf(wider)
          .filter((block) => block.some((day) => mine.has(day)))
          .flat(),
      )
      return (
        [...mine].every((day) => theirs.has(day)) &&
        !isEnough(less(sumOn(book.days(wider), theirs), sumOn(own, mine)))
      )
    })
  }

  /** Does it hold only a few beside another that does not know of this one, and is told? */
  const isHardlyMore = (names: Names, range: Range, days: ReadonlySet<Day>): boolean =>
    book.inside(names, days).some((inner) => {
      const theirs = book.days(inner.names)
      const narrow = blocksOf(inner.names)
        .filter((block) => block.every((day) => inner.days.has(day) || none(theirs.get(day))))
        .flat()
      if (narrow.length === 0) return false
      const reached = new Set(narrow.filter((day) => !none(theirs.get(day))))
      const wide = blocksIn(names, range).filter((block) => block.some((day) => reached.has(day)))
      return !isEnough(less(sumOn(book.days(names), new Set(wide.flat())), sumOn(theirs, reached)))
    })

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

/** A function that works out each answer once. */
function remember<A extends unknown[], R>(work: (names: Names, ...rest: A) => R) {
  const known = new Map<string, R>()
  return (names: Names, ...rest: A): R => {
    const key = JSON.stringify([keyOf(names), rest])
    if (!known.has(key)) known.set(key, work(names, ...rest))
    return known.get(key)!
  }
}
