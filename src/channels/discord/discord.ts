import { z } from 'zod'
import { wrongAddress } from '../address.ts'
import { type Answered, askProvider, waitOf } from '../ask-provider.ts'
import type { Channel, OutgoingSurvey, SendResult } from '../channel.ts'
import { keyDigest, linkLabel, partsOf, scoreButtons, withLink } from '../chat-text.ts'
import { discordText } from './discord-text.ts'
import { receiveDiscord } from './discord-interaction.ts'
import { type FailureReason, failed } from '../failure.ts'
import { plainText } from '../plain-text.ts'
import { sendParts } from '../send-parts.ts'

/** What connects a Discord application with a bot. */
export const discordAccount = z.strictObject({
  application_id: z
    .string()
    .trim()
    .regex(/^\d{15,22}$/, 'An application id is a number of about 19 digits.')
    .meta({ label: 'Application ID', help: 'From the Discord developer portal, “General Information”.' }),
  public_key: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{64}$/i, 'A public key has 64 hexadecimal digits.')
    .meta({
      label: 'Public key',
      help: 'From the same page. Enter the address below there as “Interactions Endpoint URL”.',
    }),
  bot_token: z
    .string()
    .trim()
    .regex(/^[\w.-]{20,200}$/, 'Copy the bot token as it is.')
    .meta({ label: 'Bot token', help: 'From the page “Bot”.', secret: true }),
  client_secret: z
    .string()
    .trim()
    .regex(/^[\w-]{0,100}$/, 'Copy the client secret as it is.')
    .default('')
    .meta({
      label: 'Client secret',
      help: 'From the page “OAuth2”. Only needed for customers to link their Discord account themselves.',
      secret: true,
    }),
})
export type DiscordAccount = z.infer<typeof discordAccount>

type DiscordDeps = {
  account: DiscordAccount | null
  publicUrl?: string
  baseUrl?: string
  patienceMs?: number
}

export const DISCORD_API = 'https://discord.com/api/v10'
const MAX = 2000
/** “The past few minutes”, says the documentation of `enforce_nonce`. */
const RECOGNISED_MS = 180_000
const fit = { max: MAX, dress: discordText }

/**
 * Discord direct messages by a bot, to a contact whose account is linked (J8): the question with a row of buttons that
 * rate in the chat, the page's link, and replies. Presses and comments come back over the interactions endpoint; what a
 * person types to the bot does not, for that Discord wants a connection of its own (the gateway), which Candor does not
 * keep. Markdown is escaped, so what is typed is what is read (docs.discord.com/developers/resources/message).
 */
export function discordChannel(deps: DiscordDeps): Channel {
  const { account, publicUrl = 'https://discord.com', baseUrl = DISCORD_API, patienceMs = 10_000 } = deps
  const secrets = [account?.bot_token ?? '', account?.client_secret ?? '']
  const post = (path: string, body: Record<string, unknown>) =>
    askProvider(`${baseUrl}${path}`, {
      headers: {
        authorization: `Bot ${account!.bot_token}`,
        'user-agent': `DiscordBot (${publicUrl}, 1)`,
      },
      body,
      patienceMs,
      base: baseUrl,
      secrets,
    })

  async function send(to: string, key: Buffer, fields: Record<string, unknown>): Promise<SendResult> {
    if (!account) return failed('not_connected')
    const wrong = wrongAddress('discord', to)
    if (wrong) return failed('address_refused', { why: wrong })
    const opened = await post('/users/@me/channels', { recipient_id: to })
    // That much may be repeated: nothing was said yet.
    if (opened.kind !== 'answered') return failed('unreachable')
    const channel = identified.safeParse(opened.json).data
    if (opened.status >= 300 || !channel) return failureOf(opened, secrets)
    const sent = await post(`/channels/${encodeURIComponent(channel.id)}/messages`, {
      ...fields,
      // For some minutes the same nonce by the same bot is the same message; it has at most 25 characters.
      nonce: key.toString('base64url'),
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
      flags: SUPPRESS_EMBEDS,
    })
    if (sent.kind !== 'answered') return sent
    const message = identified.safeParse(sent.json).data
    if (sent.status >= 300 || !message) return failureOf(sent, secrets)
    return { kind: 'accepted', providerId: message.id }
  }

  return {
    capabilities: {
      inApp: false,
      scores: 'buttons',
      formatting: 'plain',
      maxLength: MAX,
      sendsKey: true,
      repeatsKnownMs: RECOGNISED_MS,
    },
    sendSurvey: (survey) => send(survey.to, keyDigest('survey', survey.deliveryKey), surveyFields(survey)),
    sendMessage: (message) =>
      sendParts(message, partsOf(plainText(message.body), fit), (content, key) =>
        send(message.to, keyDigest('message', key), { content }),
      ),
    receive: async (request) => receiveDiscord(request, account),
  }
}

const SUPPRESS_EMBEDS = 1 << 2
const ROW = 1
const BUTTON = 2
const SECONDARY = 2
const LINK = 5

function surveyFields(survey: OutgoingSurvey): Record<string, unknown> {
  const isEmoji = survey.question.scale !== 'stars'
  const buttons = scoreButtons(survey).map(({ sign, label, press }) => ({
    type: BUTTON,
    style: SECONDARY,
    custom_id: press,
    ...(isEmoji ? { emoji: { name: sign }, label: label.slice(0, 80) } : { label: sign }),
  }))
  const page = { type: BUTTON, style: LINK, label: linkLabel(survey).slice(0, 80), url: survey.link }
  return {
    content: withLink(plainText(survey.message), survey.link, fit),
    components: [
      { type: ROW, components: buttons },
      // Discord refuses the whole message for a button to an address without a dot, as on a developer's machine.
      ...(new URL(survey.link).hostname.includes('.') ? [{ type: ROW, components: [page] }] : []),
    ],
  }
}

const identified = z.object({ id: z.string() })
const refusal = z.object({
  code: z.number().optional(),
  message: z.string().default(''),
  retry_after: z.number().optional(),
})

/** Discord's own codes (docs.discord.com/developers/topics/opcodes-and-status-codes) where the status says too little. */
const CODES: Record<number, FailureReason> = {
  // The contact blocked the bot, or takes no direct messages.
  50007: 'opted_out',
  // No server in common any more.
  50278: 'address_refused',
  50033: 'address_refused',
  10013: 'address_refused',
  10003: 'address_refused',
  40001: 'login_refused',
  40003: 'asked_to_wait',
}

function failureOf({ status, json, headers }: Answered, secrets: string[]): SendResult {
  const { code = 0, message, retry_after } = refusal.safeParse(json).data ?? { message: `status ${status}` }
  const words = { said: message, secrets }
  if (status === 429) {
    return failed('asked_to_wait', { ...words, afterMs: waitOf(retry_after ?? headers.get('retry-after')) })
  }
  if (status === 401) return failed('login_refused', words)
  if (status < 300 || status >= 500) return failed('unreachable', words)
  return failed(CODES[code] ?? 'refused', words)
}
