import { describe, expect, it } from 'vitest'
import { inRounds, together } from './together.ts'

describe('working calls off together', () => {
  it('O2: asks a database that is away twice for a batch, not once for each call', async () => {
    let asked = 0
    const pick = together(
      async () => {
        asked += 1
        throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
      },
      { atOnce: 1, most: 100 },
    )
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, call) => pick(call)))
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(50)
    expect(asked).toBe(2)
  })

  it('answers each call with its own answer, those of one turn in one batch', async () => {
    const batches: number[][] = []
    const double = together(
      async (calls: number[]) => {
        batches.push(calls)
        return calls.map((call) => call * 2)
      },
      { atOnce: 1, most: 3 },
    )
    expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8])
    expect(batches).toEqual([[1, 2, 3], [4]])
    expect(await double(5)).toBe(10)
  })

  it('has no more batches under way than it may', async () => {
    let running = 0
    let most = 0
    const slow = together(
      async (calls: number[]) => {
        most = Math.max(most, ++running)
        for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
        running -= 1
        return calls
      },
      { atOnce: 2, most: 1 },
    )
    await Promise.all(Array.from({ length: 20 }, (_, call) => slow(call)))
    expect(most).toBe(2)
  })

  it('lets a bad call spoil its own answer only', async () => {
    const tried: number[][] = []
    const pick = together(
      async (calls: number[]) => {
        tried.push(calls)
        if (calls.includes(2)) throw new Error('two')
        return calls
      },
      { atOnce: 1, most: 10 },
    )
    const outcomes = await Promise.allSettled([1, 2, 3].map(pick))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(tried).toEqual([[1, 2, 3], [1], [2], [3]])
  })

  it('lets the batches of a rush grow for a moment; one alone does not wait', async () => {
    const batches: number[] = []
    const count = together(
      async (calls: number[]) => {
        batches.push(calls.length)
        return calls
      },
      { atOnce: 1, most: 100, everyMs: 200 },
    )
    const since = performance.now()
    await count(1)
    expect(performance.now() - since).toBeLessThan(150)
    const rush = []
    for (let call = 0; call < 10; call += 1) {
      rush.push(count(call))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await Promise.all(rush)
    expect(batches).toEqual([1, 10])
  })
})

describe('working calls off in rounds', () => {
  it('does what has the same name one after the other, and answers in the order of the calls', async () => {
    const rounds: string[][] = []
    const answers = await inRounds(
      ['a1', 'b1', 'a2', 'a3', 'b2'],
      (call) => call[0]!,
      async (round) => {
        rounds.push([...round])
        return round.map((call) => call.toUpperCase())
      },
    )
    expect(rounds).toEqual([['a1', 'b1'], ['a2', 'b2'], ['a3']])
    expect(answers).toEqual(['A1', 'B1', 'A2', 'A3', 'B2'])
  })
})
