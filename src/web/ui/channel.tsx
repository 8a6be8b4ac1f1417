import {
  IconApi,
  IconBrandDiscord,
  IconBrandInstagram,
  IconBrandMessenger,
  IconBrandSlack,
  IconBrandTelegram,
  IconBrandWhatsapp,
  IconDeviceMobileMessage,
  IconMail,
  IconMessageCircle,
  IconMicrophone,
  IconPhone,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { ChannelId } from '../../policy/settings.ts'
import { text } from '../text.ts'

const ICONS: Record<ChannelId, ComponentType<{ size?: number }>> = {
  web_chat: IconMessageCircle,
  email: IconMail,
  sms: IconDeviceMobileMessage,
  whatsapp: IconBrandWhatsapp,
  telegram: IconBrandTelegram,
  messenger: IconBrandMessenger,
  instagram: IconBrandInstagram,
  slack: IconBrandSlack,
  discord: IconBrandDiscord,
  phone: IconPhone,
  web_voice: IconMicrophone,
  api: IconApi,
}

/** A channel's picture; says its name unless the name stands beside it. */
export function ChannelIcon({
  channel,
  size = 15,
  silent = false,
}: {
  channel: ChannelId
  size?: number
  silent?: boolean
}) {
  const Icon = ICONS[channel]
  const name = text.channels[channel]
  return (
    <span
      {...(silent ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name })}
      style={{ display: 'inline-flex', flexShrink: 0 }}
    >
      <Icon size={size} />
    </span>
  )
}
