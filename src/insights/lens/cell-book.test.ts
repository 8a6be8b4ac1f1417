import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Row } from '../../policy/numbers/book.ts'
import type { Names } from '../../policy/numbers/names.ts'
import { makeTelling } from '../../policy/numbers/told.ts'
import { makeCellBook, TOGETHER } from './cell-book.ts'
import type { Cells } from './closed-answers.ts'

const DAYS = ['2026-03-02', '2026-03-03', '2026-03-04']
const RANGES = DAYS.flatMap((from, at) => DAYS.slice(at).map((to) => ({ from, to })))
const DIMENSIONS = ['agent', 'team', 'channel', 'tag']

const answer = fc.record({
  day: fc.constantFrom(...DAYS),
  agent: fc.constantFrom('amir', 'bea', 'cleo'),
  team: fc.constantFrom('own', 'own', 'own', 'other'),
  channel: fc.constantFrom('email', 'email', 'email', 'sms'),
  tags: fc.subarray(['late', 'broken']),
})
type Answer = typeof answer extends fc.Arbitrary<infer T> ? T : never
const rowOf = ({ day, agent, team, channel, tags }: Answer): Row => ({
  day,
  n: 1,
  most: 1,
  names: { agent: [agent], team: [team === 'own' ? `${agent}’s` : 'shared'], channel: [channel], tag: tags },
})

function cellsOf(rows: readonly Row[]): Cells {
  const named = rows.flatMap(({ day, names }) => [
    { dimension: 'all', name: '', day },
    ...Object.entries(names).flatMap(([dimension, own]) => own.map((name) => ({ dimension, name, day }))),
  ])
  const grouped = <K extends 'dimension' | 'name' | 'day'>(list: typeof named, by: K) =>
    [...Map.groupBy(list, (each) => each[by])] as [string, typeof named][]
  return new Map(
    grouped(named, 'dimension').map(([dimension, ofIt]) => [
      dimension,
      new Map(
        grouped(ofIt, 'name').map(([name, own]) => [
          name,
          new Map(grouped(own, 'day').map(([day, all]) => [day, { n: all.length, most: all.length }])),
        ]),
      ),
    ]),
  )
}

/** As the book is opened for one figure: two names at once come with rows, that know some of theirs. */
function toldOf(rows: readonly Row[], names: Names, minN: number) {
  const own = Object.keys(names)
  const known =
    own.length < 2 ? [] : DIMENSIONS.filter((each) => own.includes(each) || TOGETHER.includes(each))
  const deep = rows.map((row) => ({
    ...row,
    names: Object.fromEntries(known.map((each) => [each, row.names[each]!])),
  }))
  const cells = makeCellBook(cellsOf(rows), {
    rows: own.length < 2 ? [] : deep,
    known,
    minN,
  })
  const first = makeTelling(cells.book, minN)
  for (const range of RANGES) first(names, range)
  const days = cells.unknown()
  if (days.length === 0) return first
  cells.learn(
    days,
    rows.filter(({ day }) => days.includes(day)),
  )
  return makeTelling(cells.book, minN)
}

/** Rows of two names do not know tags that were not asked for: the limit that docs/decisions/0010 names. */
const isBeyond = (wider: Names, inner: Names): boolean =>
  Object.keys(wider).length > 1 &&
  Object.keys(inner).some((each) => !TOGETHER.includes(each) && !(each in wider))

it('C13: from the cells as well, no difference of two figures is over fewer closed answers than the minimum', () => {
  let shown = 0
  fc.assert(
    fc.property(
      fc.array(answer, { minLength: 5, maxLength: 40, size: 'max' }),
      fc.integer({ min: 2, max: 5 }),
      (answers, minN) => {
        const rows = answers.map(rowOf)
        const single = DIMENSIONS.flatMap((dimension) =>
          [...new Set(rows.flatMap(({ names }) => names[dimension]!))].map((name) => ({ [dimension]: name })),
        )
        const pairs = single
          .flatMap((one, at) => single.slice(at + 1).map((other): Names => ({ ...one, ...other })))
          .filter((names) => Object.keys(names).length === 2)
        const questions: Names[] = [{}, ...single, ...pairs]
        const sets = questions.flatMap((names) => {
          const told = toldOf(rows, names, minN)
          const bears = (row: Row): boolean =>
            Object.entries(names).every(([dimension, name]) => row.names[dimension]!.includes(name))
          return RANGES.map((range) => {
            const days = told(names, range)
            const places = rows.flatMap((row, place) => (days.has(row.day) && bears(row) ? [place] : []))
            return { names, places: new Set(places) }
          }).filter(({ places }) => places.size > 0)
        })
        shown += sets.length
        for (const { names, places } of sets) {
          expect(places.size).toBeGreaterThanOrEqual(minN)
          for (const other of sets) {
            const left = places.size - other.places.size
            if (left <= 0 || left >= minN || isBeyond(names, other.names)) continue
            const isWithin = [...other.places].every((place) => places.has(place))
            expect(isWithin, JSON.stringify([names, other.names])).toBe(false)
          }
        }
      },
    ),
    { numRuns: 100 },
  )
  expect(shown).toBeGreaterThan(250)
}, 60_000)
