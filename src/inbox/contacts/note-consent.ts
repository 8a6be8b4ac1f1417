import { sql } from 'kysely'
import { carrierOf } from '../../channels/address.ts'
import type { Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import type { Place } from './contact-at.ts'

/**
 * Whoever has this address, now or later, takes no more `messages` or `surveys` there, or does again. What was said
 * later stands, in whatever order it comes. The rows of the contacts follow by themselves (see migration 0005).
 */
export async function noteConsent(
  tx: Tx,
  { workspaceId, channel, address }: Place,
  { about, given, at }: { about: 'messages' | 'surveys'; given: boolean; at: Instant },
): Promise<void> {
  await sql`insert into consents (workspace_id, channel, digest, about, given, said_at)
    values (${workspaceId}, ${carrierOf(channel)}, digest_of(${address}), ${about}, ${given}, ${new Date(at)})
    on conflict (workspace_id, channel, digest, about) do update
      set given = excluded.given, said_at = excluded.said_at
      where consents.said_at <= excluded.said_at`.execute(tx)
}
