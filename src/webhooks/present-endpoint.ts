import { toIso, toIsoOrNull } from '../platform/clock.ts'
import type { Instant } from '../policy/decision.ts'
import type { Endpoint } from './schema.ts'
import type { EndpointRow } from './store.ts'

/** An endpoint as the API shows it, with how many events wait for it. */
export function presentEndpoint(row: EndpointRow, waiting: number, now: Instant): Endpoint {
  const old = row.old_secret_until
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    events: row.events as Endpoint['events'],
    enabled: row.enabled,
    state: stateOf(row),
    disabled_reason: row.disabled_reason,
    disabled_at: toIsoOrNull(row.disabled_at),
    last_success_at: toIsoOrNull(row.last_success_at),
    failing_since: toIsoOrNull(row.failing_since),
    last_error: row.last_error,
    waiting,
    next_attempt_at: toIsoOrNull(row.due_at),
    old_secret_until: old !== null && old > now ? toIso(old) : null,
    created_at: toIso(row.created_at),
    updated_at: toIso(row.updated_at),
  }
}

function stateOf(row: EndpointRow): Endpoint['state'] {
  if (!row.enabled) return 'disabled'
  if (row.failing_since !== null) return 'failing'
  return row.last_success_at === null ? 'unproven' : 'healthy'
}
