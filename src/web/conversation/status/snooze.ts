import { text } from '../../text.ts'
import { fromWallTime, toWallTime } from '../../ui/zone.ts'

export type SnoozePreset = { label: string; at: number }

const MORNING = 9
const LAST_HOUR = 19

/** The usual moments to come back to a conversation, in the workspace's time zone. */
export function snoozePresets(now: number, zone: string): SnoozePreset[] {
  const today = toWallTime(now, zone)
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay()
  const at = (days: number, hour: number) =>
    fromWallTime({ ...today, day: today.day + days, hour, minute: 0 }, zone)
  const later = today.hour + 3
  return [
    ...(later <= LAST_HOUR ? [{ label: text.inbox.menu.laterToday, at: at(0, later) }] : []),
    { label: text.inbox.menu.tomorrow, at: at(1, MORNING) },
    { label: text.inbox.menu.nextWeek, at: at((8 - weekday) % 7 || 7, MORNING) },
  ]
}
