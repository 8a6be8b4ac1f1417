import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { makeDatabase, type TestDatabase } from '../../test/kit/database.ts'
import { openDatabase, openPool } from './database.ts'
import { startLive, tell } from './live.ts'
import { makeLog } from './log.ts'

let database: TestDatabase
let admin: pg.Client
beforeAll(async () => {
  database = await makeDatabase()
  admin = new pg.Client({ ...inject('postgres'), database: 'postgres' })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await database.drop()
})

const connections = async (): Promise<number> => {
  const { rows } = await admin.query('select 1 from pg_stat_activity where datname = $1', [
    database.connection.database,
  ])
  return rows.length
}

it('O6: live updates come back once after the database was away, and say that news may have been missed', async () => {
  const name = database.connection.database
  const live = await startLive(database.connection, makeLog('silent'))
  const heard: string[] = []
  live.subscribe('w', (news) => heard.push(news.kind))
  const gap = Promise.withResolvers<void>()
  live.onGap(() => {
    heard.push('gap')
    gap.resolve()
  })

  await admin.query(`alter database ${name} allow_connections false`)
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  // Long enough for several attempts: each that failed must not begin a further one by itself.
  await new Promise((resolve) => setTimeout(resolve, 1200))
  await admin.query(`alter database ${name} allow_connections true`)
  await gap.promise
  expect(await connections()).toBe(1)

  const pool = openPool(database.connection, 1)
  const told = Promise.withResolvers<void>()
  live.subscribe('w', () => told.resolve())
  const db = openDatabase(pool)
  await db.transaction().execute((tx) => tell(tx, { workspace_id: 'w', kind: 'survey' }))
  await told.promise
  expect(heard).toEqual(['gap', 'survey'])
  await pool.end()
  await live.close()
})
