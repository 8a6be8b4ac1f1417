import type { RawBuilder } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import type { CountFilters } from '../counting/filters.ts'
import type { Period } from '../counting/period.ts'

/** Whose eyes look at which numbers: everything that decides what a figure may tell. */
export type Lens = {
  db: Db
  workspaceId: string
  period: Period
  filters: CountFilters
  /** What is closed to the reader; null: nothing ever. */
  closed: Closed | null
  minN: number
  now: Instant
}

/** The answers that are closed to a reader: some, which a condition finds, or all, but perhaps low scores. */
export type Closed = (
  | { kind: 'answers'; which: RawBuilder<boolean> }
  | { kind: 'everything'; openUntil: number }
) & {
  /** How many closed answers are told together at least. */
  minN: number
  /** What was read of them so far. */
  read: Map<string, Promise<unknown>>
}
