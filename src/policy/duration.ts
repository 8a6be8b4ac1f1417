/** Milliseconds of the units that have a fixed length; months and years have none and are refused. */
const UNITS = [
  { name: 'week', ms: 604_800_000 },
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
  { name: 'second', ms: 1000 },
] as const

const ISO_8601 = /^P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/

/** The milliseconds of an ISO 8601 duration (`PT5M`, `P7D`, `P1DT12H`), or null when it is not one. */
export function parseDuration(text: string): number | null {
  const match = ISO_8601.exec(text)
  if (!match || text === 'P') return null
  return UNITS.reduce((total, unit, index) => total + Number(match[index + 1] ?? 0) * unit.ms, 0)
}

/** The milliseconds of a duration that has been validated before. */
export function durationMs(text: string): number {
  return parseDuration(text) ?? 0
}

/** The shortest usual way to write so many milliseconds (whole seconds) as ISO 8601. */
export function formatIsoDuration(ms: number): string {
  const days = Math.floor(ms / 86_400_000)
  const hours = Math.floor((ms % 86_400_000) / 3_600_000)
  const minutes = Math.floor((ms % 3_600_000) / 60_000)
  const seconds = Math.floor((ms % 60_000) / 1000)
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`
  if (days === 0 && time === '') return 'PT0S'
  return `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`
}

/** "1 hour 30 minutes", "7 days"; zero is "at once". */
export function describeDuration(ms: number): string {
  const parts: string[] = []
  let rest = ms
  for (const { name, ms: length } of UNITS.slice(1)) {
    const count = Math.floor(rest / length)
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`)
    rest %= length
  }
  return parts.length === 0 ? 'at once' : parts.join(' ')
}
