import type { Instant } from '../policy/decision.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** "Sat, 31 Jan 2026, 09:00 (Europe/Berlin)": a moment as the team's clocks show it, with the name of their time zone. */
export function zonedMoment(at: Instant, zone: string): string {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    })
    formats.set(zone, format)
  }
  return `${format.format(at)} (${zone})`
}
