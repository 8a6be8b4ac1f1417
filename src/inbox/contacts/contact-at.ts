import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import type { Instant } from '../../policy/decision.ts'
import type { ChannelId } from '../../policy/settings.ts'
import type { ContactRow } from '../present.ts'
import { upsertContactRow } from './upsert-contact.ts'

/** An address on a channel, as `addressOn` tells it. */
export type Place = { workspaceId: string; channel: ChannelId; address: string }

/** More than have one address in any house; a number of a call centre may lead to some. */
const MANY = 200

/**
 * The contacts known at this address, and the order in which they are: users before leads, then the oldest. Whoever
 * comes later never takes an address over. What a visitor says his address is is none (`claimed_email`). Numbers are
 * the same however they are written.
 */
export async function contactsAt(
  db: Db | Tx,
  { workspaceId, channel, address }: Place,
): Promise<ContactRow[]> {
  const { rows } = await sql<ContactRow>`select * from contacts
    where workspace_id = ${workspaceId} and ${isReachedAt(channel, address)}
    order by kind desc, created_at, id limit ${MANY}`.execute(db)
  return rows
}

function isReachedAt(channel: ChannelId, address: string) {
  const digits = address.replaceAll(/[^0-9]/g, '')
  const byPhone = sql`phone is not null and regexp_replace(phone, '[^0-9]', '', 'g') = ${digits}`
  const named = (value: string) => sql`addresses @> ${JSON.stringify({ [channel]: value })}::jsonb`
  switch (channel) {
    case 'email':
    case 'web_voice':
      return sql`lower(email) = ${address.toLowerCase()}`
    case 'sms':
    case 'phone':
      return digits === '' ? sql`false` : byPhone
    case 'whatsapp':
      return digits === ''
        ? named(address)
        : sql`(${named(address)} or ${named(digits)} or ${named(`+${digits}`)} or (${byPhone}))`
    default:
      return named(address)
  }
}

/** The contact at an address; unknown, it becomes a lead (C15). A name is kept where there was none. */
export async function takeContactAt(
  tx: Tx,
  place: Place,
  name: string | null,
  now: Instant,
): Promise<ContactRow> {
  const { workspaceId, channel, address } = place
  const [known] = await contactsAt(tx, place)
  if (known && (known.name !== null || name === null)) return known
  if (known) {
    return tx
      .updateTable('contacts')
      .set({ name, updated_at: new Date(now) })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', known.id)
      .returningAll()
      .executeTakeFirstOrThrow()
  }
  // Two first messages at once make one contact: both say the same about who it is.
  const lead = { external_id: `${channel}:${address}`, kind: 'lead' as const, ...(name ? { name } : {}) }
  return (await upsertContactRow(tx, workspaceId, { ...lead, ...fieldFor(channel, address) }, now)).row
}

function fieldFor(channel: ChannelId, address: string): object {
  if (channel === 'email' || channel === 'web_voice') return { email: address }
  if (channel === 'sms' || channel === 'phone') return { phone: address }
  return { addresses: { [channel]: address } }
}
