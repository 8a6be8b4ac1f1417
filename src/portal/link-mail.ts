import type { Brand } from '../branding/brand.ts'
import { html } from '../branding/html.ts'
import { type Mail, mailButton, mailDocument } from '../branding/mail-frame.ts'
import { oneLine } from '../branding/one-line.ts'
import { customerText, fill, type Language } from '../languages/catalogue.ts'

/** The mail that lets a customer into the portal, once. */
export function renderLinkMail(facts: { lang: Language; brand: Brand; url: string }): Mail {
  const { lang, brand, url } = facts
  const { portal } = customerText(lang)
  const subject = oneLine(fill(portal.mailSubject, { brand: brand.name }))
  return {
    subject,
    html: mailDocument({
      lang,
      brand,
      title: subject,
      preheader: portal.continueText,
      body: html`<p dir="auto" style="margin:24px 0 0;font-size:18px;line-height:27px">
          ${portal.continueText}
        </p>
        ${mailButton(brand, portal.signIn, url)}`,
      footer: html`${portal.mailIgnore}`,
    }),
    text: `${portal.signIn}: ${url}\n\n--\n${portal.mailIgnore}\n`,
  }
}
