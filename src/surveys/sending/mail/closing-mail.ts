import type { ClosingCard } from '../../../apps/schema.ts'
import type { Brand } from '../../../branding/brand.ts'
import { html } from '../../../branding/html.ts'
import { type Mail, mailButton, mailDocument, richText, webLink } from '../../../branding/mail-frame.ts'
import { oneLine } from '../../../branding/one-line.ts'
import { customerText, type Language } from '../../../languages/catalogue.ts'

/** A closing app's card as a mail (I11). The text part has everything but the picture. */
export function renderClosingMail(facts: {
  lang: Language
  brand: Brand
  card: ClosingCard
  subject: string | null
}): Mail {
  const { lang, brand, card } = facts
  const { mail } = customerText(lang)
  const about = facts.subject?.replace(/^(\s*re\s*:)+/i, '').trim()
  const subject = oneLine(about ? `Re: ${about}` : brand.name)
  const body = html`${
      card.image &&
      html`<img
        src="${webLink(card.image.url)}"
        alt="${card.image.alt}"
        width="320"
        style="display:block;width:100%;max-width:320px;height:auto;margin:24px auto 0;border-radius:14px"
      />`
    }
    <p dir="auto" style="margin:24px 0 0;font-size:18px;line-height:27px;overflow-wrap:anywhere">
      ${richText(card.text)}
    </p>
    ${card.buttons.map(({ label, url }) => mailButton(brand, label, url))}
    ${
      card.link &&
      html`<p style="margin:18px 0 0;font-size:14px;line-height:21px">
        <a class="accent" href="${webLink(card.link.url)}" style="color:inherit">${card.link.label}</a>
      </p>`
    }`
  const links = [...card.buttons, ...(card.link ? [card.link] : [])]
  const text = [
    card.text,
    links.map(({ label, url }) => `${label}: ${url}`).join('\n'),
    `--\n${brand.name}\n${mail.why}`,
  ]
  return {
    subject,
    html: mailDocument({
      lang,
      brand,
      title: subject,
      preheader: oneLine(card.text, 140),
      body,
      footer: html`${mail.why}`,
    }),
    text: `${text.filter(Boolean).join('\n\n')}\n`,
  }
}
