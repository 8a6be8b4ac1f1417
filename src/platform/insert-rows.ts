import { type Insertable, type Selectable, sql } from 'kysely'
import type { Db, Tx } from './database.ts'
import type { Tables } from './tables/tables.ts'

/** A row to insert: as for Kysely, but jsonb as the value itself. */
export type NewRow<Table extends keyof Tables> = {
  [Column in keyof Insertable<Tables[Table]>]: Column extends keyof Selectable<Tables[Table]>
    ? NonNullable<Selectable<Tables[Table]>[Column]> extends object
      ? Selectable<Tables[Table]>[Column]
      : Insertable<Tables[Table]>[Column]
    : never
}

/**
 * Inserts any number of rows with the same columns in one statement, whose text does not depend on how many
 * there are. None: nothing happens.
 */
export async function insertRows<Table extends keyof Tables>(
  db: Db | Tx,
  table: Table,
  rows: readonly NewRow<Table>[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)))
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`.execute(
    db,
  )
}
