import type { Instant } from '../decision.ts'
import { type Schedule, WEEKDAYS } from './workflow-definition.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** A moment of a schedule: when, and the name under which it comes only once, however clocks are changed. */
export type Tick = { at: Instant; name: string }

/**
 * The last moment at which a schedule was due, by the clock on the wall of a zone. Where the clocks are put forward
 * over it, it is due an hour later; where they are put back, the first time counts and the second has the same name.
 */
export function lastTick(
  schedule: Pick<Schedule, 'every' | 'at' | 'weekday'>,
  zone: string,
  now: Instant,
): Tick {
  const offset = offsetAt(zone, now)
  const local = now + offset
  const [hours, minutes] = schedule.at.split(':').map(Number)
  if (schedule.every === 'hour') {
    const hour = Math.floor(local / HOUR_MS) * HOUR_MS + minutes! * MINUTE_MS
    const at = (hour > local ? hour - HOUR_MS : hour) - offset
    return { at, name: new Date(at).toISOString() }
  }
  const today = Math.floor(local / DAY_MS)
  const step = schedule.every === 'week' ? 7 : 1
  // Day 0 of the epoch was a Thursday.
  const weekday = schedule.weekday === null ? 0 : WEEKDAYS.indexOf(schedule.weekday)
  const back = schedule.every === 'week' ? (((today + 3 - weekday) % 7) + 7) % 7 : 0
  const dueOn = (day: number): Tick => {
    const wall = day * DAY_MS + hours! * HOUR_MS + minutes! * MINUTE_MS
    return { at: fromWall(zone, wall), name: new Date(wall).toISOString().slice(0, 10) }
  }
  const tick = dueOn(today - back)
  return tick.at > now ? dueOn(today - back - step) : tick
}

/** The first instant at which the wall shows this, or an hour later where it never does. */
function fromWall(zone: string, wall: number): Instant {
  const before = offsetAt(zone, wall - DAY_MS)
  const after = offsetAt(zone, wall + DAY_MS)
  const candidates = [wall - before, wall - after].toSorted((a, b) => a - b)
  return candidates.find((at) => at + offsetAt(zone, at) === wall) ?? wall - before
}

/** How far the wall is ahead of UTC, in milliseconds. */
function offsetAt(zone: string, at: Instant): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return wall - Math.floor(at / 1000) * 1000
}
