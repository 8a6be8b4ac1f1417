import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Connection, poolOptions } from './database.ts'

/** Any fixed number: all Candor processes on one database take turns on it. */
const LOCK = 7_263_001

/** A database whose schema this version of Candor does not know. */
export class SchemaTooNew extends Error {
  constructor(names: string[]) {
    super(
      `This database was migrated by a newer Candor (${names.join(', ')}). Start that version, or restore an older backup.`,
    )
    this.name = 'SchemaTooNew'
  }
}

/**
 * Applies every migration that is missing, in order, each in a transaction of its own, forward only.
 * Safe to run from many processes at once: they wait for each other. Returns the names applied.
 */
export async function migrate(connection: Connection, folder: string): Promise<string[]> {
  const files = readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .toSorted()
  const client = new pg.Client(poolOptions(connection))
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string }>('select name from migrations')
    const applied = new Set(rows.map((row) => row.name))
    const unknown = [...applied].filter((name) => !files.includes(name))
    if (unknown.length > 0) throw new SchemaTooNew(unknown)
    const missing = files.filter((name) => !applied.has(name))
    for (const name of missing) await applyOne(client, name, readFileSync(join(folder, name), 'utf8'))
    return missing
  } finally {
    await client.end()
  }
}

async function applyOne(client: pg.Client, name: string, sql: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into migrations (name) values ($1)', [name])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
