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

/** How far a share or an average moved, as the report says it: "3 pts" of a share, "0.12" of an average. */
export function changeOf(points: number, of: 'share' | 'average'): Change {
  if (of === 'average') {
    const moved = Math.round(points * 100) / 100
    return { direction: directionOf(moved), amount: Math.abs(moved).toFixed(2) }
  }
  const moved = Math.round(points)
  return {
    direction: directionOf(moved),
    amount: `${Math.abs(moved)}\u00a0${Math.abs(moved) === 1 ? 'pt' : 'pts'}`,
  }
}

/** "12 %" more or less of what is counted. */
export function changeOfCount(growth: number): Change {
  const part = Math.round(growth * 100)
  return { direction: directionOf(part), amount: `${count(Math.abs(part))}\u00a0%` }
}

const directionOf = (by: number): Change['direction'] => (by > 0 ? 'up' : by < 0 ? 'down' : 'same')
