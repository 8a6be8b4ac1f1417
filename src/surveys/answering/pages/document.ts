import { direction, type Language } from '../../../languages/catalogue.ts'
import { pageCss, pageJs } from './assets.ts'
import { type Brand, brandCssPath, brandMark } from '../../../branding/brand.ts'
import { html, type Html } from '../../../branding/html.ts'

type Page = { lang: Language; brand: Brand | null; title: string; body: Html }

/** The frame of every public page: one card, centred, in the customer's language and the workspace's colour. */
export function pageDocument({ brand, body, ...page }: Page): string {
  return framed({
    ...page,
    brand,
    body: html`<body>
      <main>${brand && brandMark(brand)}${body}</main>
    </body>`,
  })
}

/** What every page for customers has around its body. `more` are styles and scripts of its own, on top of the common ones. */
export function framed({ lang, brand, title, body, more }: Page & { more?: Html }): string {
  return html`<!doctype html>
    <html lang="${lang}" dir="${direction(lang)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <title>${brand ? `${title} · ${brand.name}` : title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${pageCss.path}" />
        <link rel="stylesheet" href="${brandCssPath(brand?.color)}" />
        <script src="${pageJs.path}" defer></script>
        ${more}
      </head>
      ${body}
    </html> `.text
}
