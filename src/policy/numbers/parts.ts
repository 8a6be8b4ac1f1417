import type { Day } from './aggregate.ts'
import { connected, fill, type Unit } from './blocks.ts'
import type { Book } from './book.ts'
import { type Days, type Few, less, none, sumOn, total } from './few.ts'
import { type Names, type Range, remember, without } from './names.ts'

/** Closed answers that a figure has together or not at all. */
export type Block = { days: Day[]; first: Day; last: Day }

function asBlock(days: Day[]): Block {
  const [first, last] = [days.reduce((a, b) => (a < b ? a : b)), days.reduce((a, b) => (a > b ? a : b))]
  return { days, first, last }
}

/** Is all of a block in a range? One that is in it in part is not told there. */
export function isWithin({ first, last }: Block, { from, to }: Range): boolean {
  return from <= first && last <= to
}

/** A figure's closed answers by day, its blocks, the one of each day, and how much is in them. */
export type Parts = {
  days: Days
  blocks: Block[]
  blockOf: ReadonlyMap<Day, Block>
  sumOf: (block: Block) => Few
}

export type PartsOf = (names: Names) => Parts

/**
 * How figures stand in blocks. All together: days until there are `minN`. With names, each figure is held against the
 * one without each of them: in each of its blocks, what is in and what is out are none, or at least `minN`.
 */
export function makeParts(book: Book, minN: number): PartsOf {
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

  const partsOf = remember((names: Names): Parts => {
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

  return partsOf
}
