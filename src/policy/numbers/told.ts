import type { Day } from './aggregate.ts'
import type { Book } from './book.ts'
import type { Few } from './few.ts'
import { makeLeftOut } from './left-out.ts'
import { type Names, type Range, remember, without } from './names.ts'
import { makeNeighbours } from './neighbours.ts'
import { type Block, isWithin, makeParts } from './parts.ts'

/** A dimension in which an answer may have several names: they do not add up to the whole. */
const MANIFOLD = 'tag'

/**
 * Tells of which days a figure has the closed answers (C13). The rule: they stand in blocks, of which a figure has each
 * as a whole or not at all (`parts.ts`); and whatever figures somebody takes from one another, nothing over 1 to
 * `minN` − 1 closed answers is left. So a figure must not be what is missing from its neighbours in a table
 * (`left-out.ts`), nor be narrower than a figure that is withheld, nor nearly all of another that holds it
 * (`neighbours.ts`).
 */
export function makeTelling(book: Book, minN: number): (names: Names, range: Range) => ReadonlySet<Day> {
  const isEnough = ({ n, most }: Few): boolean => most === 0 || n >= minN
  const partsOf = makeParts(book, minN)
  const leftOut = makeLeftOut(book, partsOf, isEnough)
  const isTooNear = makeNeighbours(book, partsOf, isEnough)

  const blocksIn = remember((names: Names, range: Range): Block[] =>
    partsOf(names).blocks.filter((block) => isWithin(block, range)),
  )

  const told = remember((names: Names, range: Range): ReadonlySet<Day> => {
    const days = new Set(blocksIn(names, range).flatMap((block) => block.days))
    if (days.size === 0) return days
    const isWithheld =
      Object.entries(names).some(
        ([dimension, name]) =>
          isClosed(without(names, dimension), range) ||
          (dimension !== MANIFOLD && leftOut(without(names, dimension), range, dimension).has(name)),
      ) || isTooNear({ names, range, days })
    return isWithheld ? new Set() : days
  })

  const isClosed = (names: Names, range: Range): boolean =>
    blocksIn(names, range).length > 0 && told(names, range).size === 0
  return told
}
