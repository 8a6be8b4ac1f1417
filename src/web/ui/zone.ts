/** Wall-clock arithmetic in a named time zone, without a library. */

export type WallTime = { year: number; month: number; day: number; hour: number; minute: number }

const formats = new Map<string, Intl.DateTimeFormat>()

/** What a clock on the wall of `zone` shows at an instant. */
export function toWallTime(instant: number, zone: string): WallTime {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
    formats.set(zone, format)
  }
  const parts = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  )
  return {
    year: parts.year ?? 1970,
    month: parts.month ?? 1,
    day: parts.day ?? 1,
    hour: parts.hour ?? 0,
    minute: parts.minute ?? 0,
  }
}

/** The instant at which the clocks of `zone` show a wall time. In a gap it is the moment after it. */
export function fromWallTime(wall: WallTime, zone: string): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute)
  let instant = asUtc
  for (let round = 0; round < 3; round++) {
    const seen = toWallTime(instant, zone)
    instant += asUtc - Date.UTC(seen.year, seen.month - 1, seen.day, seen.hour, seen.minute)
  }
  return instant
}

/** `2026-01-31T09:00`, as date inputs want it. */
export function toInputValue(wall: WallTime): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${wall.year}-${two(wall.month)}-${two(wall.day)}T${two(wall.hour)}:${two(wall.minute)}`
}

/** Reads a date input's value; null while it is incomplete. */
export function fromInputValue(text: string): WallTime | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text)
  if (!match) return null
  const [, year, month, day, hour, minute] = match.map(Number)
  return { year: year!, month: month!, day: day!, hour: hour!, minute: minute! }
}
