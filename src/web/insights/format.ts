/** How numbers are written. */

const whole = new Intl.NumberFormat('en-GB')

/** "1,204". */
export const count = (n: number): string => whole.format(n)

/** "86 %", or a dash where there is none. */
export const percent = (share: number | null): string =>
  share === null ? '–' : `${Math.round(share * 100)}\u00a0%`

/** "4.31". */
export const average = (value: number | null): string => (value === null ? '–' : value.toFixed(2))

/** "81–90 %". */
export function span(interval: { low: number; high: number } | null): string {
  if (interval === null) return '–'
  return `${Math.round(interval.low * 100)}–${Math.round(interval.high * 100)}\u00a0%`
}

export type Change = { direction: 'up' | 'down' | 'same'; amount: string }

/** "+3 pts" of a share: points, not percent of percent. */
export function changeOfShare(now: number | null, before: number | null): Change | null {
  if (now === null || before === null) return null
  const points = Math.round(now * 100) - Math.round(before * 100)
  return {
    direction: directionOf(points),
    amount: `${Math.abs(points)}\u00a0${Math.abs(points) === 1 ? 'pt' : 'pts'}`,
  }
}

/** "12 %" more or less of what is counted. */
export function changeOfCount(now: number, before: number): Change | null {
  if (before === 0) return null
  const part = Math.round(((now - before) / before) * 100)
  return { direction: directionOf(part), amount: `${count(Math.abs(part))}\u00a0%` }
}

/** "0.12" of an average. */
export function changeOfAverage(now: number | null, before: number | null): Change | null {
  if (now === null || before === null) return null
  const difference = Math.round((now - before) * 100) / 100
  return { direction: directionOf(difference), amount: Math.abs(difference).toFixed(2) }
}

const directionOf = (by: number): Change['direction'] => (by > 0 ? 'up' : by < 0 ? 'down' : 'same')
