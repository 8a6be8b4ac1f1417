import { customerText, type Language } from '../../../languages/catalogue.ts'
import type { Brand } from '../../../branding/brand.ts'
import { html } from '../../../branding/html.ts'
import { alignStart, type Mail, mailDocument, richText, webLink } from '../../../branding/mail-frame.ts'
import { oneLine } from '../../../branding/one-line.ts'

export type ReplyMailFacts = {
  lang: Language
  brand: Brand
  /** Plain text as the teammate typed it. */
  body: string
  agentName: string | null
  /** The conversation's subject; the mail answers it. */
  subject?: string | null
  conversationUrl?: string | null
  /** Somebody reads what is answered to this mail. */
  canAnswer: boolean
}

/** A teammate's reply by mail (C15, I21), as plain as a mail between people. */
export function renderReplyMail({
  lang,
  brand,
  body,
  agentName,
  subject,
  conversationUrl,
  canAnswer,
}: ReplyMailFacts): Mail {
  const { mail } = customerText(lang)
  const about = subject?.replace(/^(\s*re\s*:)+/i, '').trim()
  const line = oneLine(about ? `Re: ${about}` : brand.name)
  const signature = [agentName?.trim(), brand.name].filter(Boolean).join(' · ')
  const markup = html` <div dir="auto" style="margin:24px 0 0;${alignStart(lang)};overflow-wrap:anywhere">
      ${richText(body)}
    </div>
    <p class="soft" style="margin:20px 0 0;${alignStart(lang)};font-size:14px;line-height:21px;color:#585e6c">
      <bdi>${signature}</bdi>
    </p>`
  const hint = canAnswer ? mail.replyHint : null
  const footer = html`${hint}${
    conversationUrl &&
    html`<br /><a
        class="soft"
        href="${webLink(conversationUrl)}"
        style="color:#585e6c;text-decoration:underline"
        >${mail.openConversation}</a
      >`
  }`
  const text = [
    body.trim(),
    signature,
    ['--', hint, conversationUrl && `${mail.openConversation}: ${conversationUrl}`]
      .filter(Boolean)
      .join('\n'),
  ].filter((part) => part !== '--')
  return {
    subject: line,
    html: mailDocument({ lang, brand, title: line, preheader: oneLine(body, 140), body: markup, footer }),
    text: `${text.join('\n\n')}\n`,
  }
}
