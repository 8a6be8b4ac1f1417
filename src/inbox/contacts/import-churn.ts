import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../access/audit.ts'
import { parseCsv } from '../../platform/csv.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction, type Tx } from '../../platform/database.ts'
import { instant, isSaneInstant } from '../../platform/http/instant.ts'
import { text } from '../../platform/http/text.ts'
import { done, invalid, type Outcome } from '../../platform/outcome.ts'
import type { Instant } from '../../policy/decision.ts'
import type { By } from '../by.ts'

/** The most rows at once. */
export const CHURN_ROWS = 5000

export type ChurnResult = {
  /** From 1. */
  row: number
  status: 'applied' | 'unchanged' | 'unknown' | 'refused'
  contact_ids: string[]
  message: string | null
}

const day = z.iso.date().refine((each) => isSaneInstant(Date.parse(each)))
const churnRow = z
  .object({
    external_id: text(200).nullish(),
    email: text(320).nullish(),
    churned_at: z.union([day, instant, z.null()], {
      error: 'must be a day such as 2026-03-10, an instant, or null',
    }),
  })
  .refine((row) => Boolean(row.external_id) || Boolean(row.email), {
    error: 'give external_id or email',
  })

/**
 * Notes when contacts left (A9), or that they came back; a day is the workspace's own and stands for its
 * beginning. A result for each row: whom it was about, or why it was refused. Of several rows about one contact the
 * last one holds. Refused whole when there are too many rows or the CSV has no such columns.
 */
export async function importChurn(
  ctx: Context,
  by: By,
  body: string | { contacts: Record<string, unknown>[] },
): Promise<Outcome<{ results: ChurnResult[] }>> {
  const read = typeof body === 'string' ? fromCsv(body) : done(body.contacts)
  if (!read.ok) return read
  const rows = read.value
  if (rows.length === 0) return invalid('body', NO_ROWS)
  if (rows.length > CHURN_ROWS) return invalid('body', `must have at most ${CHURN_ROWS} rows`)
  const now = ctx.clock.now()
  return inTransaction(ctx.db, async (tx) => {
    const results = rows.map((each, index): ChurnResult & { given?: z.infer<typeof churnRow> } => {
      const parsed = churnRow.safeParse(each)
      const base = { row: index + 1, contact_ids: [] }
      if (parsed.success)
        return { ...base, status: 'unknown', message: 'There is no such contact.', given: parsed.data }
      return { ...base, status: 'refused', message: parsed.error.issues[0]!.message }
    })
    const known = results.flatMap(({ row, given }) =>
      given ? [{ row, ...given, churned_at: inUtc(given.churned_at) }] : [],
    )
    for (const { row, ids, ahead, changes } of await write(tx, by.workspaceId, known, now)) {
      const status = ahead ? 'refused' : changes ? 'applied' : 'unchanged'
      const message = ahead ? 'must not be in the future' : null
      results[row - 1] = { row, status, contact_ids: ahead ? [] : ids, message }
    }
    const applied = results.filter(({ status }) => status === 'applied').length
    if (applied > 0) await audit(tx, by, 'contacts.churn_imported', null, { rows: rows.length, applied }, now)
    return done({
      results: results.map(({ row, status, contact_ids, message }) => ({
        row,
        status,
        contact_ids,
        message,
      })),
    })
  })
}

type Written = { row: number; ids: string[]; ahead: boolean; changes: boolean }

/** One statement, however many rows: finds, compares and writes. */
async function write(
  tx: Tx,
  workspaceId: string,
  known: (z.infer<typeof churnRow> & { row: number })[],
  now: Instant,
): Promise<Written[]> {
  const { rows } = await sql<Written>`
    with given as materialized (
      select x.row, nullif(x.external_id, '') as external_id, lower(x.email) as email,
        case when length(x.churned_at) = 10 then day_start(x.churned_at::date, w.time_zone)
          else x.churned_at::timestamptz end as churned_at
      from json_to_recordset(${JSON.stringify(known)}::json) x (row int, external_id text, email text, churned_at text)
      join workspaces w on w.id = ${workspaceId}
    ), found as materialized (
      select g.row, g.churned_at, c.id, c.churned_at as before from given g
        join contacts c on c.workspace_id = ${workspaceId} and c.external_id = g.external_id
      union all
      select g.row, g.churned_at, c.id, c.churned_at from given g
        join contacts c on c.workspace_id = ${workspaceId} and lower(c.email) = g.email
        where g.external_id is null
    ), latest as (
      select distinct on (id) id, churned_at, before from found
      where churned_at is null or churned_at <= ${new Date(now)} order by id, row desc
    ), written as (
      update contacts c set churned_at = latest.churned_at, updated_at = ${new Date(now)} from latest
      where c.workspace_id = ${workspaceId} and c.id = latest.id and latest.churned_at is distinct from latest.before
    )
    select row, array_agg(id order by id) as ids, coalesce(bool_or(churned_at > ${new Date(now)}), false) as ahead,
      bool_or(churned_at is distinct from before) as changes
    from found group by row`.execute(tx)
  return rows
}

const NO_ROWS = 'must begin with a line of names: external_id or email, and churned_at; then the rows'

/** An empty time means that the contact came back. */
function fromCsv(body: string): Outcome<Record<string, unknown>[]> {
  const parsed = parseCsv(body)
  if ('brokenLine' in parsed) {
    const message = `line ${parsed.brokenLine} has a quote in the middle of a cell; write it twice, in a cell within quotes`
    return invalid('body', message)
  }
  const [names, ...lines] = parsed
  const header = names?.map((name) => name.trim().toLowerCase()) ?? []
  if (!header.includes('churned_at')) return invalid('body', NO_ROWS)
  return done(
    lines
      .filter((line) => line.some((cell) => cell !== ''))
      .map((line) => {
        const row = Object.fromEntries(header.map((name, index) => [name, line[index]?.trim() || null]))
        return { external_id: row['external_id'], email: row['email'], churned_at: row['churned_at'] }
      }),
  )
}

/** The database takes fewer offsets than ISO 8601 has. */
function inUtc(at: string | null): string | null {
  return at === null || at.length === 10 ? at : new Date(at).toISOString()
}
