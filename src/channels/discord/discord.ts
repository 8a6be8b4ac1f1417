import { z } from 'zod'
import { wrongAddress } from '../address.ts'
import type { Channel, OutgoingSurvey, SendResult } from '../channel.ts'
import { keyDigest, linkLabel, partsOf, scoreButtons, withLink } from '../chat-text.ts'
import { askDiscord, DISCORD_API, discordFailure, refusalOf, secretsOf } from './discord-api.ts'
import { discordText } from './discord-text.ts'
import { receiveDiscord } from './discord-interaction.ts'
import { failed } from '../failure.ts'
import { plainText } from '../plain-text.ts'
import { nothingSent, resultOf } from '../result-of.ts'
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
      help: 'From the same page.',
    }),
  bot_token: z
    .string()
    .trim()
    .regex(/^[\w.-]{20,200}$/, 'Copy the bot token as it is.')
    .meta({
      label: 'Bot token',
      help: 'From the page “Bot”. None of the “Privileged Gateway Intents” there is needed.',
      secret: true,
    }),
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

const MAX = 2000
/** “The past few minutes”, says the documentation of `enforce_nonce`. */
const RECOGNISED_MS = 180_000
const fit = { max: MAX, dress: discordText }

/**
 * Discord direct messages by a bot, to a contact whose account is linked or who has written (J8): the question with a row
 * of buttons that rate in the chat, the page's link, and replies. What people write comes over the gateway (see
 * gateway.ts); presses and comments come over it too, or over the interactions endpoint where one is entered at Discord.
 * Markdown is escaped, so what is typed is what is read (docs.discord.com/developers/resources/message).
 */
export function discordChannel(deps: DiscordDeps): Channel {
  const { account, publicUrl = 'https://discord.com', baseUrl = DISCORD_API, patienceMs = 10_000 } = deps
  const secrets = secretsOf(account)
  const post = (path: string, body: Record<string, unknown>) =>
    askDiscord({ account: account!, publicUrl, baseUrl, patienceMs }, path, body)

  async function send(to: string, key: Buffer, fields: Record<string, unknown>): Promise<SendResult> {
    if (!account) return failed('not_connected')
    const wrong = wrongAddress('discord', to)
    if (wrong) return failed('address_refused', { why: wrong })
    const opened = await post('/users/@me/channels', { recipient_id: to })
    // That much may be repeated: nothing was said yet.
    if (opened.kind !== 'answered') return nothingSent(opened)
    const channel = identified.safeParse(opened.json).data
    if (opened.status >= 300 || !channel) return discordFailure(opened, secrets)
    const sent = await post(`/channels/${encodeURIComponent(channel.id)}/messages`, {
      ...fields,
      // For some minutes the same nonce by the same bot is the same message; it has at most 25 characters.
      nonce: key.toString('base64url'),
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
      flags: SUPPRESS_EMBEDS,
    })
    if (sent.kind !== 'answered') return sent
    const providerId = identified.safeParse(sent.json).data?.id ?? null
    return resultOf(sent, { providerId, refusal: refusalOf(sent), secrets })
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

const identified = z.object({ id: z.string().min(1) })
