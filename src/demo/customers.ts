import type { Insertable } from 'kysely'
import { addressOn } from '../channels/address.ts'
import type { Tables } from '../platform/tables/tables.ts'
import type { ChannelId } from '../policy/settings.ts'

/** A sample customer before the row is written; the number tells customers apart in what is made up for them. */
export type Customer = Omit<Insertable<Tables['contacts']>, 'addresses'> & {
  id: string
  name: string
  email: string | null
  phone: string | null
  addresses: Record<string, string>
  index: number
}

type Chat = 'telegram' | 'messenger' | 'instagram' | 'slack' | 'discord'

/** An address as the channel gives them. */
export function addressOf(channel: Chat, index: number): string {
  switch (channel) {
    case 'telegram':
      return String(100_000 + index)
    case 'messenger':
      return String(24_000_000_000_000 + index)
    case 'instagram':
      return String(17_800_000_000_000 + index)
    case 'slack':
      return `U0JUNIPER${index}`
    case 'discord':
      return String(100_000_000_000_000_000n + BigInt(index))
  }
}

/** Whoever wrote on a channel is reached there from then on, as if the message had come in by it (C15). */
export function reachOn(person: Customer, channel: ChannelId): void {
  if (addressOn(channel, { ...person, claimed_email: null }) !== null) return
  switch (channel) {
    case 'sms':
    case 'phone':
    case 'whatsapp':
      person.phone = `+49 30 ${9_000_000 + person.index}`
      break
    case 'telegram':
    case 'messenger':
    case 'instagram':
    case 'slack':
    case 'discord':
      person.addresses[channel] = addressOf(channel, person.index)
      break
    case 'web_chat':
    case 'email':
    case 'web_voice':
    case 'api':
      break
  }
}
