import type { Consents } from '../platform/tables/words.ts'
import { z } from 'zod'
import type { ChannelId } from '../policy/settings.ts'
import { readSlackAddress } from './slack-address.ts'

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

/** A number as it is dialled from anywhere (E.164), however people write it; null when it is none. */
export function phoneNumber(written: string): string | null {
  const number = written.replace(/[ ().-]/g, '')
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : null
}

/** Meta gives who keeps his number to himself an id instead. */
const WHATSAPP_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{5,128}$/

const PHONE = 'This is not a phone number with its country code, such as +49 170 1234567.'

/**
 * What is wrong with an address on this channel, in a sentence that says what would be right; null when nothing is. Only
 * its form is looked at: no provider is asked.
 */
export function wrongAddress(channel: ChannelId, address: string): string | null {
  switch (channel) {
    case 'web_chat':
    case 'api':
      return null
    case 'email':
    case 'web_voice':
      return z.email().safeParse(address).success ? null : 'This is not an email address.'
    case 'sms':
    case 'phone':
      return phoneNumber(address) ? null : PHONE
    case 'whatsapp':
      // WhatsApp itself writes numbers without their plus.
      return phoneNumber(`+${address.replace('+', '')}`) || WHATSAPP_ID.test(address) ? null : PHONE
    case 'telegram':
      // A chat with one person has that person's id; groups and channels are negative or named, and nobody's contact.
      return /^[1-9]\d{0,15}$/.test(address)
        ? null
        : 'This is not the id of a person in Telegram, a number such as 123456789.'
    case 'messenger':
    case 'instagram':
      return /^[1-9]\d{4,24}$/.test(address)
        ? null
        : 'This is not the id that Meta gives a person who writes to you, a long number.'
    case 'slack':
      return readSlackAddress(address)
        ? null
        : 'This is no address in Slack. Use a member id (U…), or a channel and the thread in it (C…:1712345678.000100).'
    case 'discord':
      return /^\d{15,22}$/.test(address)
        ? null
        : 'This is not the id of a person in Discord, a number of about 18 digits.'
  }
}
