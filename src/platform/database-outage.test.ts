import { expect, it } from 'vitest'
import { openPool } from './database.ts'
import { HeldUp } from './database-failure.ts'
import { outlast } from './database-outage.ts'

const away = () => Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })

/** What fails with these, one after the other, before it is done. */
function failing(errors: unknown[]) {
  let times = 0
  const work = async (): Promise<string> => {
    const error = errors[times]
    times += 1
    if (error) throw error
    return 'done'
  }
  return { work, times: () => times }
}

it('O2: a write is tried again while the database is away or somebody holds what it needs', async () => {
  const { work, times } = failing([away(), new HeldUp('held'), away()])
  expect(await outlast(work, { pausesMs: [1, 1, 1] })).toBe('done')
  expect(times()).toBe(4)
})

it('O2: it ends when the pauses are used up, and at once with what another try does not help', async () => {
  const long = failing(Array(9).fill(away()))
  await expect(outlast(long.work, { pausesMs: [1, 1] })).rejects.toThrow('connect')
  expect(long.times()).toBe(3)
  const bug = failing([new Error('a bug')])
  await expect(outlast(bug.work, { pausesMs: [1, 1] })).rejects.toThrow('a bug')
  expect(bug.times()).toBe(1)
})

it('O2: a stop ends the pause: it is tried one last time', async () => {
  const stopping = new AbortController()
  const { work, times } = failing(Array(9).fill(away()))
  const done = outlast(work, { pausesMs: [60_000, 60_000], stopping: stopping.signal })
  const rejected = expect(done).rejects.toThrow('connect')
  await expect.poll(times).toBe(1)
  stopping.abort()
  await rejected
  expect(times()).toBe(2)
})

it('O2: connections notice a server that is gone without a word', async () => {
  const pool = openPool('postgres://nowhere')
  expect(pool.options.keepAlive).toBe(true)
  await pool.end()
})
