import type { Facts } from './decision.ts'

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)

/** "3 March 2026, 14:05 UTC". */
export function moment(value: Facts[string] | undefined): string {
  if (typeof value !== 'number') return 'an unknown day'
  const date = new Date(value)
  const two = (n: number): string => String(n).padStart(2, '0')
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  return `${day}, ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`
}
