import type { Brand } from '../branding/brand.ts'
import { html } from '../branding/html.ts'
import { alignStart, mailButton, mailDocument, richText, webLink } from '../branding/mail-frame.ts'
import { oneLine } from '../branding/one-line.ts'
import type { Mail } from '../platform/mailer.ts'

type Person = { name: string; email: string }

const CANDOR: Brand = { name: 'Candor', iconUrl: null, color: null }

/** The mail to somebody who is invited (J11). What has to be entered, the page behind the link says. */
export function invitationMail(
  to: Person,
  facts: { brand: Brand; inviter: string | null; url: string },
): Mail {
  const { brand, inviter, url } = facts
  return memberMail(to, {
    brand,
    title: `You are invited to ${brand.name}`,
    paragraphs: [
      `${inviter ?? brand.name} invited you to answer customers together in Candor.`,
      'Open the link to accept. It works once and is good for three days.',
      'If you do not know what this is about, leave this mail unread: nothing happens.',
    ],
    action: { label: 'Accept the invitation', url },
  })
}

/** The mail to a member who forgot the password (J11). */
export function resetMail(to: Person, url: string): Mail {
  return memberMail(to, {
    brand: CANDOR,
    title: 'Choose a new password',
    paragraphs: [
      'Somebody, probably you, asked for a new password for Candor. The link works once and is good for three days.',
      'If it was not you, leave this mail unread: nothing changes.',
    ],
    action: { label: 'Choose a password', url },
  })
}

type Parts = { brand: Brand; title: string; paragraphs: string[]; action: { label: string; url: string } }

/** In English, as the members' app is. */
function memberMail(to: Person, { brand, title, paragraphs, action }: Parts): Mail {
  const subject = oneLine(title)
  const lines = [`Hello ${oneLine(to.name, 80)},`, ...paragraphs]
  const body = html` <h1
      dir="auto"
      style="margin:24px 0 0;font-size:24px;line-height:31px;font-weight:700;color:inherit"
    >
      ${title}
    </h1>
    ${lines.map((line) => html`<p dir="auto" style="margin:14px 0 0;${alignStart('en')};overflow-wrap:anywhere">${richText(line)}</p>`)}
    ${mailButton(brand, action.label, action.url)}`
  const footer = html`If the button does not work, open this address:<br /><a
      class="soft"
      href="${webLink(action.url)}"
      style="color:#585e6c;word-break:break-all"
      >${action.url}</a
    >`
  return {
    to: to.email,
    subject,
    html: mailDocument({
      lang: 'en',
      brand,
      title: subject,
      preheader: oneLine(paragraphs[0]!, 140),
      body,
      footer,
    }),
    text: `${[title, ...lines, `${action.label}: ${action.url}`, brand.name].join('\n\n')}\n`,
  }
}
