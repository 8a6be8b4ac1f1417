import type { Day } from '../../policy/numbers/aggregate.ts'
import type { Instant } from '../../policy/decision.ts'
import { dayOf, weekOf } from './period.ts'

export type Span = 'week' | 'month' | 'quarter'

/** The day so many days later, or earlier. */
export function addDays(day: Day, days: number): Day {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** How many days there are from one to another, both counted. */
export function daysIn(from: Day, to: Day): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
}

/** The first day of the week, month or quarter that a day is in. */
export function startOf(span: Span, day: Day): Day {
  if (span === 'week') return weekOf(day)
  const month = Number(day.slice(5, 7))
  const first = span === 'month' ? month : month - ((month - 1) % 3)
  return `${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`
}

/** The last day of it. */
export function endOf(span: Span, day: Day): Day {
  const start = startOf(span, day)
  const length = { week: 7, month: 31, quarter: 93 }[span]
  return span === 'week' ? addDays(start, 6) : addDays(startOf(span, addDays(start, length)), -1)
}

/** The one before. */
export function previousOf(span: Span, day: Day): { from: Day; to: Day } {
  const to = addDays(startOf(span, day), -1)
  return { from: startOf(span, to), to }
}

/** What a clock on the wall shows in a zone: the day and the hour. */
export function wallClock(instant: Instant, zone: string): { day: Day; hour: number } {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' })
  return { day: dayOf(instant, zone), hour: Number(hour.format(instant)) }
}

/** "2 March 2026". */
export function dayInWords(day: Day): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'long' })
  return format.format(new Date(`${day}T00:00:00Z`))
}
