import type { Db } from '../platform/database.ts'
import type { Counts, Dimension } from '../platform/tables.ts'
import { alsoWithheld, type ClosedSince, type Day, openDays } from '../policy/aggregate.ts'
import type { Instant } from '../policy/decision.ts'
import { NO_COUNTS, sumOf } from './counts.ts'
import { answersIn, figuresOf } from './figures.ts'
import { dayOf, type Period, weekOf } from './period.ts'
import { type CountFilters, type CountRow, readCounts } from './read-counts.ts'
import type { Figures, Group } from './schema.ts'

/** Whose eyes look at which numbers: everything that decides what a figure may tell. */
export type Lens = {
  db: Db
  workspaceId: string
  period: Period
  filters: CountFilters
  /** Since when single answers are closed to the reader. */
  closed: ClosedSince
  minN: number
  now: Instant
}

export type Bucket = 'day' | 'week'
export type Unnamed = Omit<Group, 'name'>

/** Figures with what is needed to keep others from being subtracted from them. */
type Seen = { figures: Figures; counts: Counts; closedShown: number }
type Range = { from: Day; to: Day }

/** The figures of a period, and cut by day or week where asked for. */
export async function lookAtAll(
  lens: Lens,
  bucket: Bucket | null,
): Promise<{ overall: Figures; buckets: Unnamed[]; closedShown: number }> {
  const rows = await readThrough(lens, 'all', bucket)
  const { figures, closedShown } = see(lens, rows)
  const buckets = bucket === null ? [] : seeBuckets(lens, rows, bucket)
  return { overall: figures, buckets, closedShown }
}

/**
 * The figures of every name in a dimension, the most answered first. `closedInTotal`, the closed answers in the
 * figures of all of them, keeps a group from being told by subtraction.
 */
export async function lookAtGroups(
  lens: Lens,
  by: Exclude<Dimension, 'all'>,
  trend: Bucket | null,
  closedInTotal: number,
): Promise<Unnamed[]> {
  const rows = await readThrough(lens, by, trend)
  const groups = [...Map.groupBy(rows, ({ key }) => key)]
    .map(([key, own]) => ({ key, own, ...see(lens, own) }))
    .filter(({ counts }) => counts.resolved + counts.sent + answersIn(counts) > 0)
  // A conversation may have several tags: their figures do not add up to the total.
  const withheld = by === 'tag' ? [] : alsoWithheld(groups, closedInTotal, lens.minN)
  return groups
    .map(({ key, own, figures, counts }) => {
      const isWithheld = withheld.includes(key)
      const points = trend === null || isWithheld ? [] : seeBuckets(lens, own, trend)
      return {
        key,
        ...(isWithheld ? figuresOf(counts, NO_COUNTS, lens.minN) : figures),
        ...(trend === null
          ? {}
          : {
              trend: points.map((point) => ({ key: point.key, answered: point.answered, csat: point.csat })),
            }),
      }
    })
    .toSorted((a, b) => b.answered - a.answered || b.sent - a.sent || (a.key < b.key ? -1 : 1))
}

/** Counts of the period; day by day, and beyond the period, where some answers are closed to the reader. */
async function readThrough(lens: Lens, by: Dimension, cut: Bucket | null): Promise<CountRow[]> {
  const { db, workspaceId, period, filters, closed, now } = lens
  const query = { workspaceId, zone: period.zone, filters, by }
  if (closed === null) return readCounts(db, { ...query, from: period.from, to: period.to, cut })
  const from = Math.min(period.from, Math.max(closed - DAY_MS, 0))
  return readCounts(db, { ...query, from, to: Math.max(period.to, now + 1), cut: 'day' })
}

const DAY_MS = 86_400_000

/** What the rows of one name tell of a range; without one, of the period. */
function see(lens: Lens, rows: readonly CountRow[], range?: Range): Seen {
  const { period, closed, minN } = lens
  const { from, to } = range ?? { from: period.firstDay, to: period.lastDay }
  // Of rows that were read for the period nothing is outside of it: a first, partial week bears its Monday.
  const isWhole = closed === null && range === undefined
  const own = isWhole ? rows : rows.filter(({ day }) => day === null || (from <= day && day <= to))
  const counts = sumOf(own)
  if (closed === null) return { figures: figuresOf(counts, counts, minN), counts, closedShown: 0 }
  const closedFrom = closed === -Infinity ? '0000-01-01' : dayOf(closed, period.zone)
  const days = rows.map((row) => ({ day: row.day!, n: answersIn(row) }))
  const isOpen = openDays({ days, from, to, closedFrom, minN })
  const told = own.filter(({ day }) => isOpen(day!))
  const open = sumOf(told)
  const enough = answersIn(open) >= minN ? open : NO_COUNTS
  const closedShown =
    enough === NO_COUNTS
      ? 0
      : told.filter(({ day }) => day! >= closedFrom).reduce((sum, row) => sum + answersIn(row), 0)
  return { figures: figuresOf(counts, enough, minN), counts, closedShown }
}

/** The same by day or week, as far as the period reaches; times without anything are left out. */
function seeBuckets(lens: Lens, rows: readonly CountRow[], bucket: Bucket): Unnamed[] {
  const { period, closed } = lens
  const { firstDay, lastDay } = period
  const isOpen = closed === null
  const within = isOpen ? rows : rows.filter(({ day }) => firstDay <= day! && day! <= lastDay)
  const keyOf = ({ day }: CountRow): Day => (bucket === 'week' && !isOpen ? weekOf(day!) : day!)
  return [...Map.groupBy(within, keyOf)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => {
      if (isOpen) return { key, ...see(lens, own, { from: key, to: key }).figures }
      const range = { from: max(key, firstDay), to: own.reduce((last, { day }) => max(last, day!), key) }
      return { key, ...see(lens, rows, range).figures }
    })
}

const max = (a: Day, b: Day): Day => (a > b ? a : b)
