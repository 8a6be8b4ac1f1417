import { type RawBuilder, sql } from 'kysely'

/** What tells of who a contact is, the best first. */
type Named = { name: string | null; email: string | null; claimed_email: string | null; phone: string | null }

/** What a contact is called wherever one has to be: the name, else an address, else nothing is known (null). */
export function contactName(contact: Named): string | null {
  return contact.name ?? contact.email ?? contact.claimed_email ?? contact.phone
}

/** The same as a column; `alias` names the table of contacts. */
export function contactNameColumn(alias: string): RawBuilder<string | null> {
  const column = (name: keyof Named) => sql.ref(`${alias}.${name}`)
  return sql<
    string | null
  >`coalesce(${column('name')}, ${column('email')}, ${column('claimed_email')}, ${column('phone')})`
}

/** In texts for people; the same words for somebody of whom nothing is known. */
export function customerName(name: string | null): string {
  return name ?? 'A customer'
}
