import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDatabase, type TestDatabase } from '../../test/kit/database.ts'
import { BACKED_UP, NOT_BACKED_UP } from '../cli/backup.ts'

/** Tables shared by all workspaces: who may sign in, which workspaces there are, the schema's own. */
const SHARED = ['users', 'sessions', 'accounts', 'verifications', 'workspaces', 'migrations', 'heartbeats']

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await makeDatabase()
  client = new pg.Client(database.connection)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

async function tables(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  )
  return rows.map(({ name }) => name)
}

describe('the schema', () => {
  it('J7: has the workspace first in every key, so that it can be distributed by it', async () => {
    const { rows } = await client.query<{ table: string; name: string; first: string; kind: string }>(
      `select conrelid::regclass::text as table, conname as name, contype as kind, attname as first
       from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
       where contype in ('p', 'u', 'f') and connamespace = 'public'::regnamespace`,
    )
    const judged = rows.filter(({ table }) => !SHARED.includes(table))
    expect(new Set(judged.map(({ table }) => table)).size).toBe((await tables()).length - SHARED.length)
    // A member's user lives among the shared tables.
    const wrong = judged.filter(
      ({ first, name }) => first !== 'workspace_id' && name !== 'members_user_id_fkey',
    )
    expect(wrong).toEqual([])
  })

  it('J7: is in the backup as a whole', async () => {
    expect((await tables()).toSorted()).toEqual([...BACKED_UP, ...NOT_BACKED_UP].toSorted())
  })
})
