import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { randomSecret } from './crypto.ts'
import { isCollision } from './database-failure.ts'
import { fail, type Outcome } from './outcome.ts'
import type { Tables } from './tables/tables.ts'

export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>

/** How to reach PostgreSQL: a URL, or the embedded server's socket folder. */
export type Connection = string | { host: string; port: number; user: string; database: string }

const TIMESTAMPTZ = 1184
const BIGINT = 20
const DATE = 1082

/** Timestamps come out as epoch milliseconds (Instant), counts as numbers, days as "2026-03-03". */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary' && oid === TIMESTAMPTZ) return (text: string) => pgInstant(text)
    if (format !== 'binary' && oid === BIGINT) return Number
    if (format !== 'binary' && oid === DATE) return String
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

/** How long a query waits for a connection before it fails, in milliseconds. */
const CONNECT_PATIENCE = 10_000

/** A pool as Candor's own queries want it. `max` connections; broken idle ones are dropped, not fatal. */
export function openPool(connection: Connection, max = 10, plain = false): pg.Pool {
  const pool = new pg.Pool({
    ...poolOptions(connection),
    max,
    // A server that is gone without a word is noticed.
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_PATIENCE,
    ...(plain ? {} : { types }),
  })
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

const ATTEMPTS = 4
const PAUSE_MS = 20

/**
 * One transaction. When the database undid it because it and another stood in each other's way, it is done
 * again, up to three times, after a growing pause of random length; `work` must touch nothing but `tx`.
 */
export async function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (attempt === ATTEMPTS || !isCollision(error)) throw error
      await new Promise((resolve) =>
        setTimeout(resolve, (PAUSE_MS * 2 ** attempt * randomSecret(1)[0]!) / 255),
      )
    }
  }
}

/**
 * Bounds a transaction that works for many: it fails (`isHeldUp`) rather than wait longer for what somebody else holds,
 * and the server ends it when this process falls silent in the middle. Both in milliseconds.
 */
export async function boundLocks(
  tx: Tx,
  { waitMs, silentMs }: { waitMs: number; silentMs: number },
): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(waitMs)}, true),
    set_config('idle_in_transaction_session_timeout', ${String(silentMs)}, true)`.execute(tx)
}

/** Reads in one picture of the database: what is read later knows nothing that what was read first does not. */
export function inPicture<T>(db: Db, read: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)
}

/** Throws what the database says when it is away: of others who use it one hears only that something failed. */
export async function askDatabase(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}

/** One transaction for one use-case: committed when it succeeds, undone when it answers with a failure. */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await transact(db, async (tx) => {
      const outcome = await work(tx)
      if (!outcome.ok) throw new Undone(outcome)
      return outcome
    })
  } catch (error) {
    if (error instanceof Undone) return error.outcome
    throw error
  }
}

/** What `work` comes to in a transaction that is never committed: nothing that it writes stays, or is told to anybody. */
export async function inVain<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const come: { to?: T } = {}
  await inTransaction(db, async (tx) => {
    come.to = await work(tx)
    return fail({ kind: 'conflict', message: 'This was only tried out.' })
  })
  return come.to as T
}
