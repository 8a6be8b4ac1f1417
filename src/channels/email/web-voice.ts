import type { Channel } from '../channel.ts'
import { emailChannel } from './email.ts'

/** The survey after a voice call in the browser, sent by mail (O3). As after a phone call, there are no replies. */
export function webVoiceChannel(deps: Parameters<typeof emailChannel>[0]): Channel {
  const email = emailChannel(deps)
  return { capabilities: email.capabilities, sendSurvey: (survey) => email.sendSurvey(survey) }
}
