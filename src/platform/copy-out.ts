import { once } from 'node:events'
import type { Readable } from 'node:stream'
import type { CompiledQuery } from 'kysely'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'

/** Streams the rows of a query as CSV, made by the database, as fast as the reader takes them. */
export type CopyOut = (query: CompiledQuery) => Promise<Readable>

/**
 * CSV straight from PostgreSQL (`COPY … TO STDOUT`): one statement, so one picture of the database, and at constant
 * memory here. The stream holds a connection until it has been read or is destroyed, so the pool is one of its own.
 * What is wrong with the query is thrown before the first byte.
 */
export function makeCopyOut(pool: pg.Pool): CopyOut {
  return async (query) => {
    const client = await pool.connect()
    const stream = client.query(copyTo(`copy (${withLiterals(query)}) to stdout (format csv)`))
    let isDone = false
    const release = (broken: boolean): void => {
      if (isDone) return
      isDone = true
      client.release(broken)
    }
    stream.once('end', () => release(false))
    stream.once('error', () => release(true))
    // A reader that went away in the middle: the rest is not worth reading.
    stream.once('close', () => release(true))
    await once(stream, 'readable')
    return stream
  }
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
