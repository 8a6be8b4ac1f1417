import { text } from '../../text.ts'
import { toWallTime } from '../../ui/zone.ts'

/** "Today", "Yesterday", or the date. */
export function dayName(at: string, zone: string, now = Date.now()): string {
  const day = (instant: number) => {
    const wall = toWallTime(instant, zone)
    return Date.UTC(wall.year, wall.month - 1, wall.day) / 86_400_000
  }
  const past = day(now) - day(Date.parse(at))
  if (past === 0) return text.time.today
  if (past === 1) return text.time.yesterday
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(past > 300 ? { year: 'numeric' } : {}),
  }).format(new Date(at))
}
