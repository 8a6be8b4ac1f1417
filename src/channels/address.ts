import type { ChannelId } from '../policy/settings.ts'

export type Addresses = { email: string | null; phone: string | null; addresses: Record<string, string> }

/** Where a contact is reached on a channel, or null when there is no address (a fact of `no_address`). */
export function addressOn(channel: ChannelId, contact: Addresses): string | null {
  switch (channel) {
    case 'web_chat':
    case 'api':
      return 'here'
    case 'email':
    case 'web_voice':
      return contact.email
    case 'sms':
    case 'phone':
      return contact.phone
    case 'whatsapp':
      return contact.addresses['whatsapp'] ?? contact.phone
    case 'telegram':
    case 'messenger':
    case 'instagram':
    case 'slack':
    case 'discord':
      return contact.addresses[channel] ?? null
  }
}

/**
 * Do teammates' messages leave the house on this channel (C15)? In web chat and over the API they are there for
 * whoever asks. The registry's test holds this against the adapters.
 */
export function repliesLeaveOn(channel: ChannelId): boolean {
  return channel === 'email'
}
