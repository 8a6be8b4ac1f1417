const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export type Span = { unit: 'minutes' | 'hours' | 'days'; n: number }

/** A length of time as a clock on a case says it: minutes below two hours, hours below two days. */
export function spanOf(ms: number): Span {
  if (ms < 2 * HOUR) return { unit: 'minutes', n: Math.max(1, Math.floor(ms / MINUTE)) }
  if (ms < 2 * DAY) return { unit: 'hours', n: Math.floor(ms / HOUR) }
  return { unit: 'days', n: Math.floor(ms / DAY) }
}

export type Tone = 'calm' | 'soon' | 'late'

/** How pressing it is: late once the time is over, soon in its last quarter or last two hours. */
export function toneOf(openedAt: number, dueAt: number, now: number): Tone {
  if (now >= dueAt) return 'late'
  return dueAt - now <= Math.max(2 * HOUR, (dueAt - openedAt) / 4) ? 'soon' : 'calm'
}
