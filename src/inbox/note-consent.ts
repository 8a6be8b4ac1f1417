import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import type { Instant } from '../policy/decision.ts'
import type { ChannelId } from '../policy/settings.ts'

/** The contacts take no more messages on this channel, or do again. What was said later stands, in whatever order. */
export async function noteConsent(
  tx: Tx,
  { workspaceId, contactIds }: { workspaceId: string; contactIds: readonly string[] },
  { channel, given, at }: { channel: ChannelId; given: boolean; at: Instant },
): Promise<void> {
  const said = JSON.stringify({ [channel]: { given, at } })
  await sql`update contacts set consents = consents || ${said}::jsonb
    where workspace_id = ${workspaceId} and id = any(${contactIds}::uuid[])
      and coalesce((consents -> ${channel} ->> 'at')::numeric, 0) <= ${at}`.execute(tx)
}
