import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Outcome } from './outcome.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>

/** How to reach PostgreSQL: a URL, or the embedded server's socket folder. */
export type Connection = string | { host: string; port: number; user: string; database: string }

const TIMESTAMPTZ = 1184
const BIGINT = 20

/** Timestamps come out as epoch milliseconds (Instant), counts as numbers. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary' && oid === TIMESTAMPTZ) return (text: string) => pgInstant(text)
    if (format !== 'binary' && oid === BIGINT) return Number
    return pg.types.getTypeParser(oid, format ?? 'text')
  },
}

const parseTimestamp = pg.types.getTypeParser(TIMESTAMPTZ, 'text') as (text: string) => Date

/** The usual form, "2026-03-03 14:05:00.123456+00", is ISO 8601 but for three characters; the rest is left to the driver. */
function pgInstant(text: string): number {
  const iso = text.endsWith('+00') ? Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : NaN
  return Number.isNaN(iso) ? parseTimestamp(text).getTime() : iso
}

/** node-postgres settings of a connection. No session state: a pooler in transaction mode may stand between. */
export function poolOptions(connection: Connection): pg.PoolConfig {
  const where = typeof connection === 'string' ? { connectionString: connection } : connection
  return { ...where, application_name: 'candor' }
}

/** A pool as Candor's own queries want it. `max` connections; broken idle ones are dropped, not fatal. */
export function openPool(connection: Connection, max = 10, plain = false): pg.Pool {
  const pool = new pg.Pool({ ...poolOptions(connection), max, ...(plain ? {} : { types }) })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Typed SQL over a pool. */
export function openDatabase(pool: pg.Pool): Db {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

/** Carries a failure out of a transaction that must not be committed. */
class Undone extends Error {
  readonly outcome: Outcome<never>
  constructor(outcome: Outcome<never>) {
    super('undone')
    this.outcome = outcome
  }
}

/** One transaction for one use-case: committed when it succeeds, undone when it answers with a failure. */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await db.transaction().execute(async (tx) => {
      const outcome = await work(tx)
      if (!outcome.ok) throw new Undone(outcome)
      return outcome
    })
  } catch (error) {
    if (error instanceof Undone) return error.outcome
    throw error
  }
}
