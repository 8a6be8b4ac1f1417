import { useSyncExternalStore } from 'react'
import { useZone } from '../session/session.ts'
import { text } from '../text.ts'

let now = Date.now()
const watchers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of watchers) each()
  }, 20_000)
  return () => {
    watchers.delete(watcher)
    if (watchers.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The present, told anew every few seconds to whoever shows how long something takes. */
export const ticking = { watch, now: () => now }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** "now", "5m", "3h", "2d", then the date: as short as a list needs it. */
function shortAgo(at: number, from: number, zone: string): string {
  const past = Math.max(0, from - at)
  if (past < MINUTE) return text.time.now
  if (past < HOUR) return text.time.minutes(Math.floor(past / MINUTE))
  if (past < DAY) return text.time.hours(Math.floor(past / HOUR))
  if (past < 7 * DAY) return text.time.days(Math.floor(past / DAY))
  return formatDate(at, zone, from)
}

/** "31 Jan", with the year when it is another one. */
export function formatDate(at: number, zone: string, from = Date.now()): string {
  const options = { timeZone: zone, day: 'numeric', month: 'short' } as const
  const sameYear = new Date(at).getUTCFullYear() === new Date(from).getUTCFullYear()
  return new Intl.DateTimeFormat('en-GB', sameYear ? options : { ...options, year: 'numeric' }).format(at)
}

/** "Sat, 31 Jan 2026, 09:00 CET": the moment in full, in the workspace's time zone. */
export function formatMoment(at: string | number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(at))
}

/** "09:00" in the workspace's time zone. */
export function formatClock(at: string | number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(at),
  )
}

/** How long ago something happened; the moment itself on hover. */
export function TimeAgo({ at, className }: { at: string; className?: string }) {
  const zone = useZone()
  const from = useSyncExternalStore(watch, () => now)
  const instant = Date.parse(at)
  return (
    <time dateTime={at} title={formatMoment(at, zone)} className={className}>
      {shortAgo(instant, Math.max(from, instant), zone)}
    </time>
  )
}

/** A moment in the workspace's time zone, written out. */
export function Moment({ at, className }: { at: string; className?: string }) {
  const zone = useZone()
  return (
    <time dateTime={at} className={className}>
      {formatMoment(at, zone)}
    </time>
  )
}
