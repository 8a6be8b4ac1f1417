import type { ChannelId } from './settings.ts'

/** What channels are called, in a sentence. */
const NAMES: Record<ChannelId, string> = {
  web_chat: 'web chat',
  email: 'email',
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  telegram: 'Telegram',
  messenger: 'Messenger',
  instagram: 'Instagram',
  slack: 'Slack',
  discord: 'Discord',
  phone: 'phone',
  web_voice: 'web voice',
  api: 'the API',
}

/** `web_chat` → "web chat", `sms` → "SMS". What is no channel is said as it is. */
export function channelName(channel: unknown): string {
  return typeof channel === 'string' && Object.hasOwn(NAMES, channel)
    ? NAMES[channel as ChannelId]
    : String(channel ?? 'this channel')
}
