import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fill } from './blocks.ts'
import { bookOf, type Row } from './book.ts'
import type { Names } from './names.ts'
import { makeTelling } from './told.ts'

const DAYS = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05']
const ALWAYS = { from: DAYS[0]!, to: DAYS.at(-1)! }

const agent = fc.constantFrom('amir', 'bea', 'cleo')
const answer = fc.record({
  day: fc.constantFrom(...DAYS),
  agent,
  // Mostly an agent's own: the one figure is often nearly all of the other.
  team: fc.constantFrom('own', 'own', 'own', 'other'),
  channel: fc.constantFrom('email', 'email', 'email', 'sms'),
  tags: fc.subarray(['late', 'broken']),
})
type Answer = typeof answer extends fc.Arbitrary<infer T> ? T : never

const rowOf = ({ day, agent: who, team, channel, tags }: Answer): Row => ({
  day,
  n: 1,
  most: 1,
  names: { agent: [who], team: [team === 'own' ? `${who}’s` : 'shared'], channel: [channel], tag: tags },
})
const DIMENSIONS = ['agent', 'team', 'channel', 'tag']

/** Everything that can be asked for over some days: all, each name, each two names. */
function questions(rows: readonly Row[]): Names[] {
  const single = DIMENSIONS.flatMap((dimension) =>
    [...new Set(rows.flatMap(({ names }) => names[dimension]!))].map((name) => ({ [dimension]: name })),
  )
  const pairs = single.flatMap((one, at) => single.slice(at + 1).map((other) => ({ ...one, ...other })))
  return [{}, ...single, ...pairs.filter((names) => Object.keys(names).length === 2)]
}

/** Of which days a figure has the closed answers, each given as `day agent channel tag…`. */
function tell(said: readonly string[], names: Names, range = ALWAYS, minN = 5): string[] {
  const rows = said.map((each): Row => {
    const [day, who, channel, ...tags] = each.split(' ')
    return {
      day: DAYS[Number(day)]!,
      n: 1,
      most: 1,
      names: { agent: [who!], channel: [channel!], tag: tags },
    }
  })
  const told = makeTelling(
    bookOf(rows, () => ''),
    minN,
  )
  return [...told(names, range)].toSorted().map((day) => String(DAYS.indexOf(day)))
}
const times = (count: number, said: string): string[] => Array.from({ length: count }, () => said)

it('C13: a name of which the rest is over a few is withheld, as a filter and as a row alike', () => {
  const said = [...times(10, '0 amir email'), '0 bea sms']
  expect(tell(said, {})).toEqual(['0'])
  for (const names of [{ channel: 'email' }, { channel: 'sms' }, { agent: 'amir' }] as Names[]) {
    expect(tell(said, names)).toEqual([])
  }
  expect(tell([...said, ...times(4, '0 bea sms')], { channel: 'email' })).toEqual(['0'])
  expect(tell(times(10, '0 amir email'), { channel: 'email' })).toEqual(['0'])
})

it('C13: of a tag, both those that bear it and those that do not must be enough', () => {
  const said = times(6, '0 amir email late')
  expect(tell(said, { tag: 'late' })).toEqual(['0'])
  expect(tell([...said, '0 amir email'], { tag: 'late' })).toEqual([])
  expect(tell([...said, ...times(5, '0 amir email broken')], { tag: 'late' })).toEqual(['0'])
})

it('C13: a small row is not told by the total less the others: the smallest of them goes, too', () => {
  const said = [...times(6, '0 amir email'), ...times(7, '0 bea email'), '0 cleo email']
  expect(tell(said, { agent: 'amir' })).toEqual([])
  expect(tell(said, { agent: 'bea' })).toEqual(['0'])
})

it('C13: what is narrower than a figure that is withheld is withheld', () => {
  const said = [...times(10, '0 amir email late'), '0 bea email']
  expect(tell(said, { agent: 'amir' })).toEqual([])
  expect(tell(said, { agent: 'amir', channel: 'email' })).toEqual([])
  expect(tell(said, { channel: 'email', agent: 'amir', tag: 'late' })).toEqual([])
  // Amir's are withheld, or the total less his and Bea's would tell Cleo's one; they are all of his by text message.
  const table = [
    ...times(6, '0 amir sms'),
    ...times(5, '0 bea sms'),
    ...times(7, '0 bea email'),
    '0 cleo email',
  ]
  expect(tell(table, { agent: 'bea' })).toEqual(['0'])
  expect(tell(table, { channel: 'sms' })).toEqual(['0'])
  expect(tell(table, { channel: 'sms', agent: 'amir' })).toEqual([])
})

it('C13: a figure that is nearly all of another by another name is withheld', () => {
  const said = [...times(6, '0 amir email'), '0 bea email', ...times(9, '0 bea sms')]
  // All of amir's come by email, and one more does.
  expect(tell(said, { channel: 'email' })).toEqual(['0'])
  expect(tell(said, { agent: 'amir' })).toEqual([])
})

it('C13: a block is in a figure as a whole or not at all, so that two ranges do not differ by a few', () => {
  const said = [...times(5, '0 amir email'), ...times(6, '1 amir email'), ...times(2, '2 amir email')]
  const until = (to: number) => tell(said, {}, { from: DAYS[0]!, to: DAYS[to]! })
  expect([until(0), until(1), until(2)]).toEqual([['0'], ['0'], ['0', '1', '2']])
})

it('C13: days of which a name has everything or nothing do not wait for those that it shares', () => {
  const enough = { n: 9, most: 9 }
  const few = { n: 1, most: 1 }
  const none = { n: 0, most: 0 }
  const unit = (day: string, own: object, left: { n: number; most: number }) =>
    ({ days: [day], own, shared: [{ own: left.most === 0 ? none : own, left }] }) as never
  expect(fill([unit('a', enough, none), unit('b', enough, few), unit('c', none, enough)], 5)).toEqual([['a']])
  expect(fill([unit('b', enough, few), unit('d', few, enough)], 5)).toEqual([['b', 'd']])
  // What may be open counts for nothing, and is not nothing.
  expect(fill([unit('a', enough, { n: 0, most: 3 })], 5)).toEqual([])
})

type Shown = { names: Names; places: Set<number> }

/** The closed answers in what is told, by their places. */
function shownOf(rows: readonly Row[], minN: number, ranges = [ALWAYS]): Shown[] {
  const told = makeTelling(
    bookOf(rows, () => ''),
    minN,
  )
  return questions(rows).flatMap((names) =>
    ranges.map((range) => {
      const days = told(names, range)
      const isTold = (row: Row): boolean =>
        days.has(row.day) &&
        Object.entries(names).every(([dimension, name]) => row.names[dimension]!.includes(name))
      return { names, places: new Set(rows.flatMap((row, place) => (isTold(row) ? [place] : []))) }
    }),
  )
}

const history = fc.array(answer, { minLength: 5, maxLength: 50, size: 'max' })
const least = fc.integer({ min: 2, max: 6 })
const RANGES = DAYS.flatMap((from, at) => DAYS.slice(at).map((to) => ({ from, to })))

it('C13: no figure, and no difference of two, is over fewer closed answers than the minimum', () => {
  let shown = 0
  fc.assert(
    fc.property(history, least, (answers, minN) => {
      const sets = shownOf(answers.map(rowOf), minN, RANGES).filter(({ places }) => places.size > 0)
      shown += sets.length
      for (const { names, places } of sets) {
        expect(places.size).toBeGreaterThanOrEqual(minN)
        for (const other of sets) {
          const left = places.size - other.places.size
          if (left <= 0 || left >= minN) continue
          const isWithin = [...other.places].every((place) => places.has(place))
          expect(isWithin, JSON.stringify([names, other.names])).toBe(false)
        }
      }
    }),
    { numRuns: 300 },
  )
  expect(shown).toBeGreaterThan(2000)
}, 60_000)

it('C13: nor is what the shown rows of a table leave of its total', () => {
  const tables = fc.constantFrom<Names>({}, { agent: 'amir' }, { channel: 'email' }, { tag: 'late' })
  fc.assert(
    fc.property(history, least, tables, fc.constantFrom(...RANGES), (answers, minN, names, range) => {
      const shown = shownOf(answers.map(rowOf), minN, [range])
      const whole = shown.find((each) => JSON.stringify(each.names) === JSON.stringify(names))?.places
      if (!whole?.size) return
      for (const dimension of ['agent', 'team', 'channel']) {
        if (dimension in names) continue
        const left = new Set(whole)
        for (const row of shown) {
          const isOfTable =
            dimension in row.names &&
            Object.keys(row.names).length === Object.keys(names).length + 1 &&
            Object.entries(names).every(([each, name]) => row.names[each] === name)
          if (isOfTable) for (const place of row.places) left.delete(place)
        }
        expect(left.size === 0 || left.size >= minN, `${left.size} left`).toBe(true)
      }
    }),
    { numRuns: 1000 },
  )
}, 60_000)
