import { oneLine } from '../../branding/one-line.ts'
import { customerText } from '../../languages/catalogue.ts'
import { pickLanguage } from '../../languages/pick-language.ts'
import type { OutgoingSurvey } from '../channel.ts'
import { scoreButtons, shortened, withLink } from '../chat-text.ts'
import { plainText } from '../plain-text.ts'
import type { WhatsappAccount } from './whatsapp-account.ts'

/** Most characters of a text, and of the text over a list. */
export const MAX_TEXT = 4096
const MAX_OVER_BUTTONS = 1024
const MAX_BUTTONS = 3
const MAX_BUTTON = 20
const MAX_ROW = 24
const MAX_PARAMETER = 550

/**
 * The question with its scores as taps (A4): as buttons where three are enough, else as a list behind one button
 * (developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-list-messages and …-reply-buttons-messages).
 */
export function tappableSurvey(survey: OutgoingSurvey): object {
  const scores = scoreButtons(survey)
  const isFew = scores.length <= MAX_BUTTONS
  const max = isFew ? MAX_OVER_BUTTONS : MAX_TEXT
  const body = { text: withLink(plainText(survey.message), survey.link, { max }) }
  const titled = scores.map(({ press, sign, label }) => ({
    id: press,
    title: shortened(`${sign} ${label}`, { max: isFew ? MAX_BUTTON : MAX_ROW }),
  }))
  const action = isFew
    ? { buttons: titled.map((each) => ({ type: 'reply', reply: each })) }
    : { button: buttonLabel(survey), sections: [{ rows: titled }] }
  return { type: 'interactive', interactive: { type: isFew ? 'button' : 'list', body, action } }
}

function buttonLabel({ language }: OutgoingSurvey): string {
  return customerText(pickLanguage({ contactLocale: language })).choose
}

/**
 * The same by the account's approved template, null when it has none. Its places take one line each; the link stands
 * in the text, or behind a button that knows all of it but the end
 * (developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates).
 */
export function templateSurvey(survey: OutgoingSurvey, account: WhatsappAccount): object | null {
  const { template_name: name, template_language: code = 'en', template_link: place = 'body' } = account
  if (!name) return null
  const question = { type: 'text', text: oneLine(survey.message, MAX_PARAMETER) }
  const link = { type: 'text', text: survey.link }
  const end = { type: 'text', text: survey.link.slice(survey.link.lastIndexOf('/') + 1) }
  const components =
    place === 'body'
      ? [{ type: 'body', parameters: [question, link] }]
      : [
          { type: 'body', parameters: [question] },
          { type: 'button', sub_type: 'url', index: '0', parameters: [end] },
        ]
  return { type: 'template', template: { name, language: { code }, components } }
}
