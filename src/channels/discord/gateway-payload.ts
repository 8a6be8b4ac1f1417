import { z } from 'zod'
import { addressOutside, hostOf } from '../../platform/outside/outside.ts'
import { parsed } from '../ask-provider.ts'
import type { IncomingEvent } from '../channel.ts'
import { DISCORD_API } from './discord-api.ts'
import { instantOf } from './discord-snowflake.ts'

/** What is said over the gateway (docs.discord.com/developers/events/gateway-events), as far as it is heard here. */

const payload = z.object({
  op: z.number(),
  d: z.unknown().optional(),
  s: z.number().int().nonnegative().nullish(),
  t: z.string().nullish(),
})
export type Payload = z.infer<typeof payload>

/** Null for what is no payload at all. */
export function payloadOf(text: string): Payload | null {
  return payload.safeParse(parsed(text)).data ?? null
}

export const hello = z.object({ heartbeat_interval: z.number().positive() })
export const ready = z.object({
  session_id: z.string().min(1).max(500),
  resume_gateway_url: z.string().max(500),
})
export const gatewayBot = z.object({
  url: z.string().max(500),
  session_start_limit: z.object({ remaining: z.number(), reset_after: z.number() }).optional(),
})

const snowflake = z.string().regex(/^\d{1,20}$/)
const directMessage = z.object({
  id: snowflake,
  channel_type: z.number().optional(),
  guild_id: z.string().nullish(),
  webhook_id: z.string().nullish(),
  type: z.number().default(0),
  author: z.object({
    id: snowflake,
    username: z.string(),
    global_name: z.string().nullish(),
    bot: z.boolean().default(false),
    system: z.boolean().default(false),
  }),
  content: z.string().default(''),
  attachments: z
    .array(z.object({ filename: z.string() }))
    .default([])
    .catch([]),
  sticker_items: z
    .array(z.object({ name: z.string() }))
    .default([])
    .catch([]),
  message_snapshots: z
    .array(z.object({ message: z.object({ content: z.string().default('') }) }))
    .default([])
    .catch([]),
  message_reference: z.object({ message_id: z.string().optional() }).optional().catch(undefined),
})

/** A direct message, by its `channel_type`; and what people type, or answer, by its `type`. */
const DM = 1
const [DEFAULT, REPLY] = [0, 19]

/** What a person wrote to the bot alone; null for everything else, also what the bot itself or another one wrote. */
export function messageEvent(told: unknown): IncomingEvent | null {
  const { data: said } = directMessage.safeParse(told)
  if (!said || said.guild_id || said.webhook_id || said.author.bot || said.author.system) return null
  if ((said.channel_type ?? DM) !== DM || (said.type !== DEFAULT && said.type !== REPLY)) return null
  const files = [
    ...said.attachments.map(({ filename }) => filename),
    ...said.sticker_items.map(({ name }) => name),
  ]
  const forwarded = said.message_snapshots.map(({ message }) => message.content)
  const body = [said.content, ...forwarded, ...files.map((name) => `[${name}]`)]
    .filter((part) => part.trim() !== '')
    .join('\n')
    // An emoji of a server's own is its name.
    .replaceAll(/<a?(:\w+:)\d+>/g, '$1')
  if (body === '') return null
  return {
    kind: 'message',
    eventId: said.id,
    at: instantOf(said.id),
    from: said.author.id,
    name: said.author.global_name ?? said.author.username,
    body,
    inReplyTo: (said.type === REPLY && said.message_reference?.message_id) || null,
  }
}

export type GatewayAddress = { url: URL; address: string }

/**
 * Where a gateway's address leads; null when it is not one of Discord's, by TLS, or is not out in the world. The host that
 * the adapter is made with (`base`) counts as Discord's.
 */
export async function gatewayAddress(said: string, base: string): Promise<GatewayAddress | null> {
  const url = URL.parse(said)
  if (!url || url.username !== '' || url.password !== '') return null
  const host = hostOf(url)
  const own = base === DISCORD_API ? null : hostOf(new URL(base))
  const isDiscords = url.protocol === 'wss:' && url.port === '' && /(^|\.)discord\.gg$/.test(host)
  const isOwn = host === own && (url.protocol === 'ws:' || url.protocol === 'wss:')
  if (!isDiscords && !isOwn) return null
  url.search = '?v=10&encoding=json'
  const address = await addressOutside(host, isOwn ? [host] : [])
  return address === null ? null : { url, address }
}
