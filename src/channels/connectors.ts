import type { ChannelId } from '../policy/settings.ts'
import { type Connector, connector } from './connector.ts'
import { discordAccount, discordChannel } from './discord/discord.ts'
import { instagramAccount, instagramChannel } from './meta/instagram.ts'
import { messengerAccount, messengerChannel } from './meta/messenger.ts'
import { phoneAccount, phoneChannel } from './sms/phone.ts'
import { slackAccount, slackChannel } from './slack/slack.ts'
import { smsAccount, smsChannel } from './sms/sms.ts'
import { setTelegramWebhook } from './telegram/telegram-webhook.ts'
import { telegramAccount, telegramChannel } from './telegram/telegram.ts'
import { trySms } from './sms/try-sms.ts'
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
  whatsapp: connector(whatsappAccount, whatsappChannel, `${META}, and subscribe to the field messages.`),
  telegram: connector(
    telegramAccount,
    telegramChannel,
    'Nothing more to do: Telegram was told this address when you saved.',
    { announce: setTelegramWebhook },
  ),
  messenger: connector(
    messengerAccount,
    messengerChannel,
    `${META}, and subscribe the page to messages, messaging_postbacks and message_deliveries.`,
  ),
  instagram: connector(
    instagramAccount,
    instagramChannel,
    `${META}, and subscribe the account to messages and messaging_postbacks.`,
  ),
  slack: connector(
    slackAccount,
    slackChannel,
    'Enter this address in your Slack app under “Event Subscriptions” and under “Interactivity & Shortcuts” as the request URL.',
  ),
  discord: connector(
    discordAccount,
    discordChannel,
    'Enter this address in the Discord developer portal as the “Interactions Endpoint URL”.',
  ),
}
