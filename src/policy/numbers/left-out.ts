import { connected } from './blocks.ts'
import type { Book } from './book.ts'
import { type Few, less, sumOn } from './few.ts'
import { type Names, type Range, remember } from './names.ts'
import { type Block, isWithin, type Parts, type PartsOf } from './parts.ts'

/**
 * The names of a partition to leave out of a table, so that its total less the others is not over a few: the smallest
 * go until what is left is nothing, or enough.
 */
export function makeLeftOut(
  book: Book,
  partsOf: PartsOf,
  isEnough: (few: Few) => boolean,
): (names: Names, range: Range, dimension: string) => ReadonlySet<string> {
  return remember((names: Names, range: Range, dimension: string): ReadonlySet<string> => {
    const blocksIn = ({ blocks }: Parts): Block[] => blocks.filter((block) => isWithin(block, range))
    const wholes = blocksIn(partsOf(names))
    const parts = Array.from(book.split(names, dimension))
      .map(([key, days]) => {
        const own = partsOf({ ...names, [dimension]: key })
        return { key, days, blocks: blocksIn(own), sumOf: own.sumOf }
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
}
