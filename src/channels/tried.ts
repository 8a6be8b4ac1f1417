import type { Tried } from './connector.ts'
import { type Failed, failed } from './failure.ts'

/** Nothing was handed over that could have arrived: whatever went wrong on the way, it was not reached. */
export const UNREACHED: Tried = { kind: 'failing', sentence: failed('unreachable').sentence }

/**
 * What a provider's refusal says of an account that is tried: a refused login is wrong at its `field`; anything else may
 * pass, or need something done at the provider, so the account is stored and says it (C15).
 */
export function triedBy({ reason, sentence }: Failed, field: string): Tried {
  return reason === 'login_refused' ? { kind: 'wrong', field, sentence } : { kind: 'failing', sentence }
}
