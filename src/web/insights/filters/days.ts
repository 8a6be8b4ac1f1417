import type { Day } from '../../../policy/numbers/aggregate.ts'
import { toWallTime } from '../../ui/zone.ts'

/** Calendar days of the workspace, `2026-03-02`, and how people read them. */

export type Range = { from: Day; to: Day }

const asDate = (day: Day): Date => new Date(`${day}T00:00:00Z`)

/** The day it is now on the workspace's wall. */
export function todayIn(zone: string, now = Date.now()): Day {
  const { year, month, day } = toWallTime(now, zone)
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}

/** The day so many days later, or earlier. */
export function addDays(day: Day, days: number): Day {
  const date = asDate(day)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** The Monday of a day's week. */
export function mondayOf(day: Day): Day {
  return addDays(day, -((asDate(day).getUTCDay() + 6) % 7))
}

/** How many days a range has, both ends among them. */
export function lengthOf({ from, to }: Range): number {
  return Math.round((asDate(to).getTime() - asDate(from).getTime()) / 86_400_000) + 1
}

/** Is it a day that there is? */
export function isDay(value: unknown): value is Day {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const date = asDate(value)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) && value > '2000-01-01'
}

function write(day: Day, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(asDate(day))
}

/** "2 Mar", short enough for an axis. */
export const shortDay = (day: Day): string => write(day, { day: 'numeric', month: 'short' })

/** "2 March 2026". */
export const longDay = (day: Day): string => write(day, { day: 'numeric', month: 'long', year: 'numeric' })

/** "8–14 Nov", to be read beside days of the year `beside`: another year is named. */
export function shortRange({ from, to }: Range, beside: string): string {
  const year = to.slice(0, 4) === beside.slice(0, 4) ? '' : ` ${to.slice(0, 4)}`
  if (from === to) return shortDay(from) + year
  const isOneMonth = from.slice(0, 7) === to.slice(0, 7)
  const first = isOneMonth ? `${write(from, { day: 'numeric' })}–` : `${shortDay(from)} – `
  return first + shortDay(to) + year
}

/** "24 Oct – 21 Nov 2026"; the first year only where it is another one. */
export function rangeName({ from, to }: Range): string {
  const end = write(to, { day: 'numeric', month: 'short', year: 'numeric' })
  if (from === to) return end
  return `${from.slice(0, 4) === to.slice(0, 4) ? shortDay(from) : write(from, { day: 'numeric', month: 'short', year: 'numeric' })} – ${end}`
}
