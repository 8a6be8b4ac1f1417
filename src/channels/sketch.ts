import type { ChannelId } from '../policy/settings.ts'
import { smsSegments } from '../policy/handing/sms-segments.ts'
import type { OutgoingSurvey } from './channel.ts'
import { scoreButtons } from './chat-text.ts'
import { plainText } from './plain-text.ts'
import { smsText } from './sms/sms.ts'

/** What an ask looks like where it is text: the words, the platform's own buttons under it, and what it costs. */
export type Sketch = {
  text: string
  buttons: { sign: string; label: string }[]
  /** By SMS, what is paid for; null elsewhere. */
  segments: number | null
}

type Facts = Pick<OutgoingSurvey, 'language' | 'brand' | 'message' | 'link' | 'question'>

/**
 * How a survey reads on a channel, before anything is sent (C2, O12). Null where it is a card on a page or a mail. A
 * button under WhatsApp stands in a list, and what comes of it is the same.
 */
export function sketchOf(channel: ChannelId, survey: Facts): Sketch | null {
  switch (channel) {
    case 'web_chat':
    case 'api':
    case 'email':
    case 'web_voice':
      return null
    case 'sms':
    case 'phone': {
      const text = smsText(survey)
      return { text, buttons: [], segments: smsSegments(text).segments }
    }
    case 'whatsapp':
    case 'telegram':
    case 'messenger':
    case 'instagram':
    case 'slack':
    case 'discord': {
      const buttons = scoreButtons({ ...survey, pressFor: () => '' })
      return {
        text: `${plainText(survey.message)}\n${survey.link}`,
        buttons: buttons.map(({ sign, label }) => ({ sign, label })),
        segments: null,
      }
    }
  }
}
