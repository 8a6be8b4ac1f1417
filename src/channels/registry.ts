import type { Config } from '../platform/config.ts'
import type { Mailer } from '../platform/mailer.ts'
import type { Channels } from './channel.ts'
import { emailChannel } from './email.ts'
import { inAppChannel } from './in-app.ts'

/** The channels that this installation can reach customers on. */
export function makeChannels({ mailer, config }: { mailer: Mailer; config: Config }): Channels {
  return {
    web_chat: inAppChannel,
    api: inAppChannel,
    ...(mailer.configured ? { email: emailChannel({ mailer, ...config }) } : {}),
  }
}
