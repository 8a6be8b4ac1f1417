import { expect, it } from 'vitest'
import { takeTurns } from './take-turns.ts'

/** Work that ends when it is told to, in the order in which it began. */
function staff(limit: number) {
  const inTurn = takeTurns(limit)
  const begun: string[] = []
  const ends = new Map<string, { resolve: (name: string) => void; reject: (error: Error) => void }>()
  const come = (name: string): Promise<string> =>
    inTurn(() => {
      begun.push(name)
      return new Promise<string>((resolve, reject) => ends.set(name, { resolve, reject }))
    })
  return {
    begun,
    come,
    end: (name: string) => ends.get(name)!.resolve(name),
    fail: (name: string) => ends.get(name)!.reject(new Error(name)),
  }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

it('O2: only so many are at it at once, the others in the order of coming, each with its own answer', async () => {
  const { begun, come, end } = staff(2)
  const answers = ['a', 'b', 'c', 'd'].map(come)
  await turn()
  expect(begun).toEqual(['a', 'b'])
  end('b')
  await turn()
  expect(begun).toEqual(['a', 'b', 'c'])
  for (const name of ['a', 'c']) end(name)
  await turn()
  end('d')
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd'])
})

it('O2: one that fails gives its turn on all the same', async () => {
  const { begun, come, end, fail } = staff(1)
  const bad = come('bad')
  const good = come('good')
  await turn()
  fail('bad')
  await expect(bad).rejects.toThrow('bad')
  await turn()
  end('good')
  expect([await good, begun]).toEqual(['good', ['bad', 'good']])
})

it('O2: once all are done there is room for so many again, and not for more', async () => {
  const { begun, come, end } = staff(2)
  const first = ['a', 'b', 'c'].map(come)
  for (const name of ['a', 'b', 'c']) {
    await turn()
    end(name)
  }
  await Promise.all(first)
  const second = ['d', 'e', 'f'].map(come)
  await turn()
  expect(begun.slice(3)).toEqual(['d', 'e'])
  // One that comes just as a place is free stands behind who was there before.
  end('d')
  second.push(come('g'))
  await turn()
  expect(begun.slice(3)).toEqual(['d', 'e', 'f'])
  for (const name of ['e', 'f']) end(name)
  await turn()
  end('g')
  expect(await Promise.all(second)).toEqual(['d', 'e', 'f', 'g'])
})
