import type { Instant } from '../decision.ts'

/**
 * What becomes of a conversation that is given to a member: it is his; or it was his and is nobody's by now, for he
 * left after the moment told of; or that is refused, for nobody works on what lies open with somebody who is gone. What
 * is over may be anybody's: that is how it was, and opened again it is nobody's.
 */
export function planGiving({
  leftAt,
  isActive,
  at,
}: {
  /** Null: he is here. */
  leftAt: Instant | null
  /** Open or snoozed. */
  isActive: boolean
  /** When it was given to him. */
  at: Instant
}): 'his' | 'was his' | 'refused' {
  if (leftAt === null || !isActive) return 'his'
  return at < leftAt ? 'was his' : 'refused'
}
