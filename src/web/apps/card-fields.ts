import type { App, ClosingCard } from '../../apps/schema.ts'

/** The form's fields: a card with one button, as most are. */
export type Fields = {
  name: string
  kind: App['kind']
  url: string
  channels: App['channels']
  text: string
  buttonLabel: string
  buttonUrl: string
  linkLabel: string
  linkUrl: string
  image: string
  imageAlt: string
  /** Buttons beyond the first, which only the API makes: they stay. */
  more: ClosingCard['buttons']
}

/** An app as the form shows it; null: a new one. */
export function fieldsOf(app: App | null): Fields {
  const card = app?.card
  const [first, ...more] = card?.buttons ?? []
  return {
    name: app?.name ?? '',
    kind: app?.kind ?? 'url',
    url: app?.url ?? '',
    channels: app?.channels ?? ['web_chat', 'email'],
    text: card?.text ?? '',
    buttonLabel: first?.label ?? '',
    buttonUrl: first?.url ?? '',
    linkLabel: card?.link?.label ?? '',
    linkUrl: card?.link?.url ?? '',
    image: card?.image?.url ?? '',
    imageAlt: card?.image?.alt ?? '',
    more,
  }
}

/** The card that the fields make. What is begun is sent, so that the server can say what it lacks. */
export function cardOf(fields: Fields): ClosingCard {
  const part = (label: string, url: string) =>
    label.trim() || url.trim() ? { label: label.trim(), url: url.trim() } : null
  const button = part(fields.buttonLabel, fields.buttonUrl)
  const image = fields.image.trim()
  return {
    text: fields.text.trim(),
    buttons: [...(button ? [button] : []), ...fields.more],
    link: part(fields.linkLabel, fields.linkUrl),
    image: image ? { url: image, alt: fields.imageAlt.trim() } : null,
  }
}
