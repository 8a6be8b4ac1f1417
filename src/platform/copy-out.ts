import { once } from 'node:events'
import type { Readable } from 'node:stream'
import type { CompiledQuery } from 'kysely'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { done, fail, type Outcome } from './outcome.ts'

/**
 * Streams the rows of a query as CSV, made by the database, as fast as the reader takes them. Refused (`too_many`)
 * while this owner already reads one, or while all places are taken.
 */
export type CopyOut = (query: CompiledQuery, owner: string) => Promise<Outcome<Readable>>

/** How long a reader may take nothing, and how long one may read in all, in milliseconds. */
type Patience = { idleMs: number; wholeMs: number }

const PATIENCE: Patience = { idleMs: 30_000, wholeMs: 15 * 60_000 }

/**
 * CSV straight from PostgreSQL (`COPY … TO STDOUT`): one statement, so one picture of the database, and at constant
 * memory here. The stream holds a connection until it has been read or is destroyed, so the pool is one of its own,
 * nobody has two, and who stops reading loses it. What is wrong with the query is thrown before the first byte.
 */
export function makeCopyOut(pool: pg.Pool, patience = PATIENCE): CopyOut {
  const reading = new Set<string>()
  return async (query, owner) => {
    if (reading.has(owner)) return busy('You are taking an export already. Wait until it is done.')
    if (reading.size >= pool.options.max) return busy('Others are taking exports. Try again in a moment.')
    reading.add(owner)
    const leave = (): void => void reading.delete(owner)
    try {
      const client = await pool.connect()
      const stream = client.query(copyTo(`copy (${withLiterals(query)}) to stdout (format csv)`))
      let isDone = false
      const release = (broken: boolean): void => {
        if (isDone) return
        isDone = true
        leave()
        client.release(broken)
      }
      stream.once('end', () => release(false))
      stream.on('error', () => release(true))
      // A reader that went away in the middle: the rest is not worth reading.
      stream.once('close', () => release(true))
      await once(stream, 'readable')
      dropIdle(stream, () => bytesRead(client), patience)
      return done(stream)
    } catch (error) {
      leave()
      throw error
    }
  }
}

function busy(message: string): Outcome<never> {
  return fail({ kind: 'too_many', message, retryAfterSeconds: 10 })
}

/** Ends a stream of which nothing was taken for too long, or that takes too long as a whole. */
function dropIdle(stream: Readable, progress: () => number, { idleMs, wholeMs }: Patience): void {
  let last = progress()
  const drop = (why: string) => (): void => void stream.destroy(new Error(why))
  const idle = setInterval(() => {
    const now = progress()
    if (now === last) drop('nobody reads this export')()
    last = now
  }, idleMs)
  const whole = setTimeout(drop('this export takes too long'), wholeMs)
  stream.once('close', () => {
    clearInterval(idle)
    clearTimeout(whole)
  })
}

/** What came in from the database: it stands still when the reader does, for the socket is then not read. */
function bytesRead(client: pg.PoolClient): number {
  const { connection } = client as unknown as { connection: { stream: { bytesRead: number } } }
  return connection.stream.bytesRead
}

/** COPY takes no parameters, so they stand in the text, each as a literal. */
function withLiterals({ sql, parameters }: CompiledQuery): string {
  return sql.replaceAll(/\$(\d+)/g, (_, position: string) => literal(parameters[Number(position) - 1]))
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return pg.escapeLiteral(value)
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString())
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    return `array[${value.map((each) => pg.escapeLiteral(each)).join(', ')}]::text[]`
  }
  throw new TypeError('no literal for such a parameter')
}
