import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import type { ChannelId } from '../../policy/settings.ts'

const MOST = 200
const RECENT_MS = 30 * 86_400_000

/**
 * The addresses on a channel of those with whom there was something in the last 30 days, at most 200: first who talked
 * with us there, then who has an address there and may have been asked on it, the latest first.
 */
export async function peopleOn(
  db: Db,
  { workspaceId, channel }: { workspaceId: string; channel: ChannelId },
  now: Instant,
): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select contacts.addresses ->> ${channel} as address
    from conversations join contacts
      on contacts.workspace_id = conversations.workspace_id and contacts.id = conversations.contact_id
    where conversations.workspace_id = ${workspaceId} and contacts.addresses ->> ${channel} is not null
      and conversations.updated_at > ${new Date(now - RECENT_MS)}
    group by 1
    order by bool_or(conversations.channel = ${channel}) desc, max(conversations.updated_at) desc
    limit ${MOST}`.execute(db)
  return rows.map(({ address }) => address)
}
