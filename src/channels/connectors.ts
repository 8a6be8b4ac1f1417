import type { ChannelId } from '../policy/settings.ts'
import { type Connector, connector } from './connector.ts'
import { tryDiscord } from './discord/try-discord.ts'
import { discordAccount, discordChannel } from './discord/discord.ts'
import { instagramAccount, instagramChannel } from './meta/instagram.ts'
import { tryInstagram, tryMessenger } from './meta/try-graph.ts'
import { messengerAccount, messengerChannel } from './meta/messenger.ts'
import { phoneAccount, phoneChannel } from './sms/phone.ts'
import { trySlack } from './slack/try-slack.ts'
import { slackAccount, slackChannel } from './slack/slack.ts'
import { smsAccount, smsChannel } from './sms/sms.ts'
import { setTelegramWebhook } from './telegram/telegram-webhook.ts'
import { telegramAccount, telegramChannel } from './telegram/telegram.ts'
import { trySms } from './sms/try-sms.ts'
import { tryTelegram } from './telegram/try-telegram.ts'
import { tryWhatsapp } from './whatsapp/try-whatsapp.ts'
import { whatsappAccount } from './whatsapp/whatsapp-account.ts'
import { whatsappChannel } from './whatsapp/whatsapp.ts'

export type Connectors = Partial<Record<ChannelId, Connector>>

const META =
  'Enter this address as the callback URL of the webhook in your Meta app, with the verify token that is shown here'

/** Every channel that a workspace can connect with an account of its own, and what to do at its provider. */
export const CONNECTORS: Connectors = {
  sms: connector(
    smsAccount,
    smsChannel,
    'Enter this address in the Twilio console at your number under “A message comes in”, as a webhook with HTTP POST.',
    { tryOut: trySms },
  ),
  phone: connector(
    phoneAccount,
    phoneChannel,
    'Not needed when SMS is connected: calls are followed up by its account. Otherwise enter this address at the number as for SMS.',
    { tryOut: trySms },
  ),
  whatsapp: connector(whatsappAccount, whatsappChannel, `${META}, and subscribe to the field messages.`, {
    tryOut: tryWhatsapp,
  }),
  telegram: connector(
    telegramAccount,
    telegramChannel,
    'Nothing more to do: Telegram was told this address when you saved.',
    {
      announce: setTelegramWebhook,
      untold: 'Telegram has not been told this address yet; save again once it can be reached.',
      tryOut: tryTelegram,
    },
  ),
  messenger: connector(
    messengerAccount,
    messengerChannel,
    `${META}, and subscribe the page to messages, messaging_postbacks and message_deliveries.`,
    { tryOut: tryMessenger },
  ),
  instagram: connector(
    instagramAccount,
    instagramChannel,
    `${META}, and subscribe the account to messages and messaging_postbacks.`,
    { tryOut: tryInstagram },
  ),
  slack: connector(
    slackAccount,
    slackChannel,
    'Enter this address in your Slack app under “Event Subscriptions” and under “Interactivity & Shortcuts” as the request URL.',
    { tryOut: trySlack },
  ),
  discord: connector(
    discordAccount,
    discordChannel,
    'Not needed: what customers write and press comes over a connection that the bot keeps to Discord. To have presses by HTTP instead, enter this address in the Discord developer portal as the “Interactions Endpoint URL”.',
    { tryOut: tryDiscord },
  ),
}
