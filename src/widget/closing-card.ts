import type { ChatHistory } from '../webchat/schema.ts'
import { el, withLinks } from './dom.ts'

type Card = NonNullable<ChatHistory['closing']>['card']

/** What an app of the workspace shows under an ended conversation, in place of the rating card (I11). */
export function closingCard({ text, buttons, link, image }: Card): HTMLElement {
  const away = { target: '_blank', rel: 'noopener noreferrer nofollow' }
  return el(
    'section',
    { class: 'card closing' },
    image && el('img', { src: image.url, alt: image.alt, referrerpolicy: 'no-referrer' }),
    el('p', { dir: 'auto' }, ...withLinks(text)),
    ...buttons.map(({ label, url }) => el('a', { ...away, class: 'primary', href: url }, label)),
    link && el('a', { ...away, class: 'plain', href: link.url }, link.label),
  )
}
