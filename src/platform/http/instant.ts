import { z } from 'zod'
import type { Instant } from '../../policy/decision.ts'

const FIRST: Instant = 0
const LAST: Instant = Date.UTC(2200, 0, 1)

/** Between 1970 and 2200: what every part of Candor, PostgreSQL and JSON can hold and tell the same way. */
export function isSaneInstant(at: Instant): boolean {
  return at >= FIRST && at < LAST
}

/** An instant in JSON: ISO 8601 with an offset, from 1970 to 2200. */
export const instant = z.iso.datetime({ offset: true }).refine(
  (text) => {
    const at = Date.parse(text)
    return Number.isNaN(at) || isSaneInstant(at)
  },
  { error: 'must lie between 1970 and 2200' },
)
