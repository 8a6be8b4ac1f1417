import type pg from 'pg'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Beat, keepBeating } from './job-beat.ts'
import { silentLog } from './log.ts'

const BEAT: Beat = { everyMs: 10, lostAfterMs: 100 }

/** A database whose time goes on as it is told, and when it was asked for what. */
function database() {
  let now = 0
  let isAway = false
  const beats: number[] = []
  const freed: number[] = []
  const gone: unknown[] = []
  async function query(text: string, values?: unknown[]): Promise<{ rows: object[] }> {
    if (isAway) throw new Error('the database is away')
    if (text.includes('insert into heartbeats')) beats.push(now)
    if (text.includes('force_unlock_workers')) freed.push(now)
    if (text.includes('delete from heartbeats where id')) gone.push(values)
    return { rows: [{ at: now, jobs: 0 }] }
  }
  /** So many beats, each so long after the one before. */
  const pass = async (count: number, ms = BEAT.everyMs): Promise<void> => {
    for (let each = 0; each < count; each += 1) {
      now += ms
      await vi.advanceTimersByTimeAsync(BEAT.everyMs)
    }
  }
  return {
    pool: { query } as unknown as pg.Pool,
    beats,
    freed,
    gone,
    pass,
    be: (state: 'away' | 'there') => void (isAway = state === 'away'),
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('O2: workers that have just begun free nobody’s jobs until everybody had the time to be heard', async () => {
  const { pool, beats, freed, pass } = database()
  const stop = keepBeating(pool, 'w', silentLog, BEAT)
  await pass(10)
  expect([beats.length, freed]).toEqual([10, []])
  await pass(2)
  // Since the first beat at 10.
  expect(freed).toEqual([110, 120])
  await stop()
})

it('O2: who was not heard himself, as when the database was away, gives the others that time again', async () => {
  const { pool, freed, pass, be } = database()
  const stop = keepBeating(pool, 'w', silentLog, BEAT)
  await pass(11)
  expect(freed).toEqual([110])
  be('away')
  await pass(20)
  be('there')
  await pass(10)
  expect(freed).toEqual([110])
  await pass(1)
  expect(freed).toEqual([110, 420])
  await stop()
})

it('O2: a beat or two that are missed take that time from nobody', async () => {
  const { pool, freed, pass } = database()
  const stop = keepBeating(pool, 'w', silentLog, BEAT)
  await pass(11)
  await pass(1, 50)
  expect(freed).toEqual([110, 160])
  await stop()
})

it('O2: stopped it beats no more, and takes its sign of life back', async () => {
  const { pool, beats, gone, pass } = database()
  const stop = keepBeating(pool, 'w', silentLog, BEAT)
  await pass(2)
  await stop()
  await pass(3)
  expect([beats.length, gone]).toEqual([2, [['w']]])
})
