import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { createGunzip, createGzip } from 'node:zlib'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import pg from 'pg'
import { poolOptions } from '../platform/database.ts'
import { makeLog } from '../platform/log.ts'
import { attachStore } from './attach.ts'
import { makeJobsAgain } from './jobs-again.ts'
import { configOf, type Values } from './values.ts'

/**
 * The file: gzip of lines of JSON. First a header, then for each table `{"table", "columns"}` followed by
 * one array of texts per row (as PostgreSQL writes them), last `{"end": true, "rows": n}`. Waiting jobs are
 * not in it: they follow from the rows and are made again (see restore).
 */
const FORMAT = 1
const ROWS_AT_ONCE = 500
/** A row of these may take 20 MB as text. */
const ATTACHMENTS_AT_ONCE = 2
const LETTERS_AT_ONCE = 2 ** 24

/** Parents before children, so that foreign keys hold at every moment. */
const TABLES = [
  'users',
  'accounts',
  'verifications',
  'workspaces',
  'members',
  'teams',
  'team_members',
  'api_keys',
  'audit_entries',
  'contacts',
  'consents',
  'conversations',
  'resolutions',
  'conversation_contacts',
  'messages',
  'attachments',
  'timeline_entries',
  'conversation_reads',
  'message_deliveries',
  'inbound_events',
  'events',
  'policies',
  'surveys',
  'responses',
  'response_revisions',
  'evidence',
  'deliveries',
  'decisions',
  'targets',
  'report_subscriptions',
  'drift_alerts',
  'drift_weeks',
  'channel_accounts',
  'channel_settings',
  'channel_events',
  'message_provider_ids',
  'press_replies',
  'apps',
  'closing_cards',
  'cases',
  'case_events',
  'case_alerts',
  'notices',
  'portal_settings',
  'portal_reads',
  'webhook_endpoints',
  'webhook_deliveries',
  'workflows',
  'workflow_versions',
  'workflow_runs',
  'workflow_run_steps',
  'workflow_effects',
] as const

/**
 * Tables that are of the moment, or follow from the others, and start empty after a restore.
 * @internal for the test that every table is on one of the lists
 */
export const NOT_BACKED_UP = [
  'sessions',
  'portal_links',
  'portal_sessions',
  'idempotency_keys',
  'heartbeats',
  'migrations',
  'report_tallies',
  'report_cells',
  'report_zones',
] as const
export const BACKED_UP: readonly string[] = TABLES

/** `candor backup <file>`: one consistent picture of the database, also while it is in use. */
export async function backup(values: Values, [file]: string[]): Promise<number> {
  if (!file) return complain('Name the file to write, for example: backup candor.backup.gz')
  const store = await attachStore(configOf(values), makeLog('warn'))
  const client = new pg.Client(poolOptions(store.connection))
  const partial = `${file}.partial`
  try {
    await client.connect()
    await client.query('begin isolation level repeatable read read only')
    const lines = Readable.from(dump(client))
    await pipeline(lines, createGzip(), createWriteStream(partial, { mode: 0o600 }))
    renameSync(partial, file)
    process.stdout.write(
      `Written to ${file}. Keep the secret (file "secret" in the data folder, or CANDOR_SECRET) with it.\n`,
    )
    return 0
  } finally {
    rmSync(partial, { force: true })
    await client.end()
    await store.close()
  }
}

async function* dump(client: pg.Client): AsyncGenerator<string> {
  const { rows: migrations } = await client.query<{ name: string }>(
    'select name from migrations order by name',
  )
  yield line({ candor: FORMAT, migrations: migrations.map((row) => row.name) })
  let count = 0
  for (const table of TABLES) {
    const { rows } = await client.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
       order by attnum`,
      [table],
    )
    const columns = rows.map((row) => row.name)
    yield line({ table, columns })
    const list = columns.map((column) => `"${column}"::text`).join(', ')
    await client.query(`declare dump no scroll cursor for select ${list} from ${table}`)
    const atOnce = table === 'attachments' ? ATTACHMENTS_AT_ONCE : ROWS_AT_ONCE
    for (;;) {
      const batch = await client.query<string[]>({
        text: `fetch ${atOnce} from dump`,
        rowMode: 'array',
      })
      for (const row of batch.rows) yield line(row)
      count += batch.rows.length
      if (batch.rows.length < atOnce) break
    }
    await client.query('close dump')
  }
  yield line({ end: true, rows: count })
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

/** `candor restore <file>`: all or nothing, into a database without a workspace. */
export async function restore(values: Values, [file]: string[]): Promise<number> {
  if (!file) return complain('Name the file to read, for example: restore candor.backup.gz')
  if (!existsSync(file)) return complain(`There is no file ${file}.`)
  const store = await attachStore(configOf(values), makeLog('warn'))
  const client = new pg.Client(poolOptions(store.connection))
  try {
    await client.connect()
    const { rowCount } = await client.query('select 1 from workspaces limit 1')
    if (rowCount) return complain('This database has a workspace already. Restore into an empty data folder.')
    await client.query('begin')
    const rows = await load(client, file)
    await goOnCounting(client)
    await makeJobsAgain(client)
    await client.query('commit')
    process.stdout.write(`${rows} rows restored.\n`)
    return 0
  } catch (error) {
    return complain(`Nothing was restored: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    await client.end()
    await store.close()
  }
}

async function load(client: pg.Client, file: string): Promise<number> {
  const input = createReadStream(file).pipe(createGunzip())
  const reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  const failed = once(input, 'error').then(([error]) => Promise.reject(error))
  failed.catch(() => {})
  let insert = ''
  let batch: (string | null)[][] = []
  let letters = 0
  let count = 0
  let ended = false
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await client.query(insert, [JSON.stringify(batch)])
    count += batch.length
    batch = []
    letters = 0
  }
  for await (const text of reader) {
    const value = JSON.parse(text) as (string | null)[] | Record<string, unknown>
    if (Array.isArray(value)) {
      batch.push(value)
      letters += text.length
      if (batch.length >= ROWS_AT_ONCE || letters >= LETTERS_AT_ONCE) await flush()
    } else if (typeof value['table'] === 'string') {
      await flush()
      insert = await insertStatement(client, value['table'], value['columns'] as string[])
    } else if ('candor' in value) {
      await checkHeader(client, value)
    } else if (value['end']) {
      await flush()
      ended = value['rows'] === count
    }
  }
  await Promise.race([failed, Promise.resolve()])
  if (!ended) throw new Error('the file is not whole.')
  return count
}

async function checkHeader(client: pg.Client, header: Record<string, unknown>): Promise<void> {
  if (header['candor'] !== FORMAT) throw new Error('the file was written by another version of Candor.')
  const { rows } = await client.query<{ name: string }>('select name from migrations')
  const ours = new Set(rows.map((row) => row.name))
  const unknown = (header['migrations'] as string[]).filter((name) => !ours.has(name))
  if (unknown.length > 0) throw new Error(`the file comes from a newer Candor (${unknown.join(', ')}).`)
}

async function insertStatement(client: pg.Client, table: string, columns: string[]): Promise<string> {
  if (!BACKED_UP.includes(table)) throw new Error(`the file has a table that is not known: ${table}.`)
  const { rows } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [table],
  )
  const types = new Map(rows.map((row) => [row.name, row.type]))
  const list = columns.map((column) => {
    const type = types.get(column)
    if (!type) throw new Error(`the file has a column that is not known: ${table}.${column}.`)
    return { column, type }
  })
  const names = list.map(({ column }) => `"${column}"`).join(', ')
  const values = list.map(({ type }, index) => `(row_data ->> ${index})::${type}`).join(', ')
  return `insert into ${table} (${names}) overriding system value
    select ${values} from jsonb_array_elements($1::jsonb) row_data`
}

/** What is numbered goes on after the last number that was restored. */
async function goOnCounting(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select attrelid::regclass::text as table, attname as column from pg_attribute
     where attidentity <> '' and attrelid::regclass::text = any($1)`,
    [BACKED_UP],
  )
  for (const { table, column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence('${table}', '${column}'), coalesce(max(${column}), 0) + 1, false) from ${table}`,
    )
  }
}

function complain(message: string): number {
  process.stderr.write(`${message}\n`)
  return 1
}
