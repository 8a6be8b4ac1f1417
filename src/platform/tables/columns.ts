import type { ColumnType, Generated } from 'kysely'
import type { Instant } from '../../policy/decision.ts'

/** The kinds of columns in migrations/ as Kysely sees them: instants are epoch milliseconds, written as dates. */

export type At = ColumnType<Instant, Date, Date>
export type AtOrNull = ColumnType<Instant | null, Date | null | undefined, Date | null>
export type DefaultAt = ColumnType<Instant, Date | undefined, Date>
/** jsonb: comes out parsed, goes in as JSON text. */
export type Json<T> = ColumnType<T, string, string>
export type DefaultJson<T> = ColumnType<T, string | undefined, string>
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>
export type Default<T> = Generated<T>
export type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>
