import type { Conversation } from '../../inbox/schema.ts'
import { text } from '../text.ts'

/** What to call a contact: by name, else by what is known of how to reach it. */
export function nameOf(contact: Omit<Conversation['contact'], 'id' | 'kind'>): string {
  return contact.name ?? contact.email ?? contact.claimed_email ?? contact.phone ?? text.inbox.row.someone
}
