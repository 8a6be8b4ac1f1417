import { type Selectable, sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { Tables } from '../../platform/tables/tables.ts'

type Contact = Pick<
  Selectable<Tables['contacts']>,
  'name' | 'locale' | 'email' | 'claimed_email' | 'phone' | 'addresses' | 'consents' | 'unsubscribed_at'
>
type Conversation = Pick<Selectable<Tables['conversations']>, 'id' | 'subject' | 'status'>

/** To whom something about a conversation goes, and whether it may. */
export type Recipient = { conversation: Conversation; contact: Contact & { id: string } }

/**
 * Locks many conversations with their contacts, as `lockConversations` does, and answers with what sending has to know
 * of them, by conversation. Those unknown are missing, and those that somebody else holds: one who is busy, or hangs, must
 * not keep all others waiting.
 */
export async function lockRecipients(
  tx: Tx,
  conversations: readonly { workspaceId: string; id: string }[],
): Promise<Map<string, Recipient>> {
  const { rows } = await sql<Contact & Conversation & { contact_id: string }>`
    select v.id, v.subject, v.status, c.id as contact_id, c.name, c.locale, c.email, c.claimed_email, c.phone,
      c.addresses, c.consents, c.unsubscribed_at
    from json_to_recordset(${JSON.stringify(conversations)}::json) as x("workspaceId" uuid, id uuid)
    join conversations v on v.workspace_id = x."workspaceId" and v.id = x.id
    join contacts c on c.workspace_id = v.workspace_id and c.id = v.contact_id
    order by c.workspace_id, c.id, v.id for no key update of c, v skip locked`.execute(tx)
  return new Map(
    rows.map(({ id, subject, status, contact_id, ...contact }) => [
      id,
      { conversation: { id, subject, status }, contact: { id: contact_id, ...contact } },
    ]),
  )
}
