import type { Conversation } from '../../inbox/schema.ts'
import { text } from '../text.ts'

/** What to call a contact: by name, else by what is known of how to reach it. */
export function nameOf(contact: Omit<Conversation['contact'], 'id' | 'kind'>): string {
  return customerName(contact.name ?? contact.email ?? contact.claimed_email ?? contact.phone)
}

/** The same where the server has put one name together (`contact_name`); null: nothing is known. */
export function customerName(name: string | null): string {
  return name ?? text.inbox.row.someone
}
