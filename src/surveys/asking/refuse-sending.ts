import type { Actor } from '../../access/actor.ts'
import { fail, type Outcome } from '../../platform/outcome.ts'

/** Asking for a survey is sending one, by whatever call (J11). Null: the caller may. */
export function refuseSending({ abilities }: Pick<Actor, 'abilities'>): Outcome<never> | null {
  if (abilities.has('csat.send')) return null
  const message = 'Sending a survey needs the permission csat.send. Leave `survey` out to follow the policy.'
  return fail({ kind: 'forbidden', reason: 'missing_ability', message })
}
