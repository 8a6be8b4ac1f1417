import type { Brand } from '../pages/brand.ts'
import { html } from '../pages/html.ts'
import { alignStart, type Mail, mailButton, mailDocument, richText, webLink } from './frame.ts'
import { oneLine } from './one-line.ts'

export type MemberMailFacts = {
  /** The workspace; Candor itself where there is none yet. */
  brand?: Brand | null
  title: string
  paragraphs: string[]
  action: { label: string; url: string }
}

/** A mail to a member: invitation, password reset, alert. In English, as the members' app is. */
export function renderMemberMail({ brand: given, title, paragraphs, action }: MemberMailFacts): Mail {
  const brand = given ?? { name: 'Candor', iconUrl: null, color: null }
  const subject = oneLine(title)
  const body = html` <h1
      dir="auto"
      style="margin:24px 0 0;font-size:24px;line-height:31px;font-weight:700;color:inherit"
    >
      ${title}
    </h1>
    ${paragraphs.map((paragraph) => html`<p dir="auto" style="margin:14px 0 0;${alignStart('en')};overflow-wrap:anywhere">${richText(paragraph)}</p>`)}
    ${mailButton(brand, action.label, action.url)}`
  const footer = html`If the button does not work, open this address:<br /><a
      class="soft"
      href="${webLink(action.url)}"
      style="color:#585e6c;word-break:break-all"
      >${action.url}</a
    >`
  return {
    subject,
    html: mailDocument({
      lang: 'en',
      brand,
      title: subject,
      preheader: oneLine(paragraphs[0] ?? title, 140),
      body,
      footer,
    }),
    text: `${[title, ...paragraphs, `${action.label}: ${action.url}`, brand.name].join('\n\n')}\n`,
  }
}
