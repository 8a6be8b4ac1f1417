import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cutLine } from '../../test/kit/cut-line.ts'
import { makeDatabase, type TestDatabase } from '../../test/kit/database.ts'
import { openPool } from './database.ts'
import { releaseLostJobs } from './job-beat.ts'
import { type JobHandlers, startJobs } from './jobs.ts'
import { silentLog } from './log.ts'

const BEAT = { everyMs: 40, lostAfterMs: 400 }

let database: TestDatabase
let pool: pg.Pool
let stops: (() => Promise<void>)[] = []

beforeEach(async () => {
  database = await makeDatabase()
  pool = openPool(database.connection, 8, true)
})
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()))
  stops = []
  await pool.end()
  await database.drop()
})

async function work(handlers: JobHandlers): Promise<void> {
  const jobs = await startJobs(pool, handlers, { concurrency: 2, log: silentLog, timed: {}, beat: BEAT })
  stops.push(() => jobs.stop())
}

const add = () => pool.query(`select graphile_worker.add_job('act', '{}')`)
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('jobs of a process that was killed', () => {
  it('O2: are taken up by another one that was already running', async () => {
    let done = 0
    await add()
    await pool.query(
      `update graphile_worker._private_jobs set locked_by = 'worker-killed', locked_at = now(), attempts = 1`,
    )
    await work({ act: async () => void done++ })
    await expect.poll(() => done, { timeout: 40_000 }).toBe(1)
  })

  it('O2: one that takes long in a living process is not begun a second time', async () => {
    let begun = 0
    const handlers = {
      act: async () => {
        begun++
        await wait(4 * BEAT.lostAfterMs)
      },
    }
    await work(handlers)
    await work(handlers)
    await add()
    await expect.poll(() => begun, { timeout: 40_000 }).toBe(1)
    await wait(3 * BEAT.lostAfterMs)
    expect(begun).toBe(1)
  })

  it('O2: a process that stops in order leaves no sign of life', async () => {
    await work({ act: async () => {} })
    const count = async () => (await pool.query('select from heartbeats')).rowCount
    await expect.poll(count).toBe(1)
    await stops.pop()!()
    expect(await count()).toBe(0)
  })
})

describe('jobs that come in thousands', () => {
  it('O2: go on after the database was away just when they were done, each of them done', async () => {
    const line = cutLine()
    const far = openPool(line.through(database.connection), 8, true)
    const done = new Set<string>()
    let isAway = false
    const handlers: JobHandlers = {
      act: async ({ id }) => {
        if (done.size === 20 && !isAway) {
          isAway = true
          await line.cut()
        }
        done.add(id)
      },
    }
    const options = { concurrency: 4, fetched: 10, log: silentLog, timed: {}, beat: BEAT }
    const jobs = await startJobs(far, handlers, options)
    try {
      await pool.query(
        `select graphile_worker.add_job('act', json_build_object('id', n)) from generate_series(1, 60) n`,
      )
      await expect.poll(() => isAway, { timeout: 20_000 }).toBe(true)
      await wait(300)
      await line.mend()
      await expect.poll(() => done.size, { timeout: 40_000 }).toBe(60)
      const left = async () => (await pool.query('select from graphile_worker._private_jobs')).rowCount
      await expect.poll(left, { timeout: 20_000 }).toBe(0)
    } finally {
      await jobs.stop()
      await far.end()
      await line.close()
    }
  })
})

it('O2: a job that fails while the database is away does not take the process with it, and is tried again', async () => {
  const line = cutLine()
  const far = openPool(line.through(database.connection), 8, true)
  const unhandled = vi.fn<(reason: unknown) => void>()
  process.on('unhandledRejection', unhandled)
  let tries = 0
  const handlers: JobHandlers = {
    act: async () => {
      tries++
      if (tries > 1) return
      await line.cut()
      throw new Error('the database is away')
    },
  }
  const jobs = await startJobs(far, handlers, { concurrency: 1, log: silentLog, timed: {}, beat: BEAT })
  try {
    await add()
    await expect.poll(() => tries, { timeout: 20_000 }).toBe(1)
    await wait(600)
    await line.mend()
    const left = async () => (await pool.query('select from graphile_worker._private_jobs')).rowCount
    await expect.poll(left, { timeout: 40_000 }).toBe(0)
    expect([tries, unhandled.mock.calls]).toEqual([2, []])
  } finally {
    process.off('unhandledRejection', unhandled)
    await jobs.stop()
    await far.end()
    await line.close()
  }
})

it('O2: a job that another took the place of is not kept when its process is gone', async () => {
  const named = () => pool.query(`select graphile_worker.add_job('act', '{}', job_key => 'one')`)
  await named()
  await pool.query(`update graphile_worker._private_jobs set locked_by = 'worker-killed', locked_at = now()`)
  await named()
  const count = async () => (await pool.query('select from graphile_worker._private_jobs')).rowCount
  expect(await count()).toBe(2)
  await releaseLostJobs(pool, 'all')
  expect(await count()).toBe(1)
})

it('O2: a job that waits for something is told that the process is to end', async () => {
  let isTold = false
  let begun = false
  await work({
    act: async (_, stopping) => {
      begun = true
      await new Promise((resolve) => stopping!.addEventListener('abort', resolve))
      isTold = true
    },
  })
  await add()
  await expect.poll(() => begun, { timeout: 20_000 }).toBe(true)
  await stops.pop()!()
  expect(isTold).toBe(true)
})
