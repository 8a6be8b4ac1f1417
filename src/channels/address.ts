import type { Consents } from '../platform/tables.ts'
import type { ChannelId } from '../policy/settings.ts'

/** Handing over is being there: the widget or the caller picks it up, and nothing leaves the house. */
export function isInApp(channel: ChannelId): boolean {
  return channel === 'web_chat' || channel === 'api'
}

/** After a call the survey goes by another way, and whoever takes nothing more there takes nothing here. */
export function carrierOf(channel: ChannelId): ChannelId {
  if (channel === 'phone') return 'sms'
  return channel === 'web_voice' ? 'email' : channel
}

/** Has the contact said STOP on this channel, or on the one that carries it? */
export function hasOptedOut(channel: ChannelId, { consents }: { consents: Consents }): boolean {
  return [channel, carrierOf(channel)].some((each) => consents[each]?.given === false)
}

export type Addresses = {
  email: string | null
  /** What he says his address is: good enough to write to. */
  claimed_email: string | null
  phone: string | null
  addresses: Record<string, string>
}

/** Where a contact is reached on a channel, or null when there is no address (a fact of `no_address`). */
export function addressOn(channel: ChannelId, contact: Addresses): string | null {
  switch (channel) {
    case 'web_chat':
    case 'api':
      return 'here'
    case 'email':
    case 'web_voice':
      return contact.email ?? contact.claimed_email
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
  return !isInApp(channel) && carrierOf(channel) === channel
}
