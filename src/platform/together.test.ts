import { describe, expect, it } from 'vitest'
import { together } from './together.ts'

describe('working calls off together', () => {
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
})
