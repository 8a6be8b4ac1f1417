import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { ContactRow, ConversationRow } from './present.ts'

/** Contacts and conversations by name: what every other feature begins with. Every query names the workspace. */

export async function findContact(
  db: Db | Tx,
  workspaceId: string,
  id: string,
): Promise<ContactRow | undefined> {
  return db
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function findConversation(
  db: Db | Tx,
  workspaceId: string,
  id: string,
): Promise<ConversationRow | undefined> {
  return db
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function findConversationByExternalId(
  db: Db | Tx,
  workspaceId: string,
  externalId: string,
): Promise<ConversationRow | undefined> {
  return db
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('external_id', '=', externalId)
    .executeTakeFirst()
}

/**
 * Locks a conversation and its contact for the rest of the transaction, the contact first: whatever asks
 * or answers takes them in this order, so that two of them wait for each other and never stand in a ring.
 * The lock leaves room for rows that only refer to them.
 */
export async function lockConversation(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<{ conversation: ConversationRow; contact: ContactRow } | null> {
  const contact = await tx
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', (eb) =>
      eb
        .selectFrom('conversations')
        .select('contact_id')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id),
    )
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!contact) return null
  const conversation = await tx
    .selectFrom('conversations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return conversation ? { conversation, contact } : null
}

/** Locks contacts, named either way, in the one order that everybody keeps. Those unknown are passed over. */
export async function lockContacts(
  tx: Tx,
  workspaceId: string,
  named: { ids: (string | undefined)[]; externalIds: (string | null | undefined)[] },
): Promise<void> {
  const ids = named.ids.filter((id) => id !== undefined)
  const externalIds = named.externalIds.filter((id) => typeof id === 'string')
  await sql`select 1 from contacts
    where workspace_id = ${workspaceId} and (id = any(${ids}::uuid[]) or external_id = any(${externalIds}::text[]))
    order by id for no key update`.execute(tx)
}

/** Locks many conversations with their contacts, in the one order that everybody keeps. Those unknown are passed over. */
export async function lockConversations(
  tx: Tx,
  conversations: readonly { workspaceId: string; id: string }[],
): Promise<void> {
  await sql`select 1 from json_to_recordset(${JSON.stringify(conversations)}::json) as x("workspaceId" uuid, id uuid)
    join conversations v on v.workspace_id = x."workspaceId" and v.id = x.id
    join contacts c on c.workspace_id = v.workspace_id and c.id = v.contact_id
    order by c.workspace_id, c.id, v.id for no key update of c, v`.execute(tx)
}
