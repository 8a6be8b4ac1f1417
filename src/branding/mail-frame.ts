import { direction, type Language } from '../languages/catalogue.ts'
import { type Brand, brandInitial, brandShades, iconOrigin } from './brand.ts'
import { Html, html } from './html.ts'

export type Mail = { subject: string; html: string; text: string }

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',Arial,sans-serif"

/**
 * The frame of every mail: a table layout that Outlook keeps, inline styles that Gmail keeps, and a style element that
 * adds dark mode and narrow screens where it is understood. `preheader` is what an inbox shows after the subject.
 */
export function mailDocument(mail: {
  lang: Language
  brand: Brand
  title: string
  preheader: string
  body: Html
  footer: Html | null
}): string {
  const { lang, brand, title, preheader, body, footer } = mail
  return html`<!doctype html>
    <html lang="${lang}" dir="${direction(lang)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <title>${title}</title>
        ${styles(brand)}
      </head>
      <body class="ground" style="margin:0;padding:0;background-color:#f5f5f7;-webkit-text-size-adjust:100%">
        <div style="display:none;max-height:0;overflow:hidden;mso-hide:all" aria-hidden="true">
          ${preheader}${new Html('&#847;&zwnj;&nbsp;'.repeat(40))}
        </div>
        <table
          role="presentation"
          class="ground"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          border="0"
          style="background-color:#f5f5f7"
        >
          <tr>
            <td align="center" style="padding:32px 12px">
              <table
                role="presentation"
                class="card"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                border="0"
                style="max-width:560px;background-color:#ffffff;border:1px solid #e9eaee;border-radius:20px"
              >
                <tr>
                  <td
                    class="inside"
                    dir="${direction(lang)}"
                    align="center"
                    style="padding:36px 36px 32px;${FONT};font-size:16px;line-height:24px;color:#17191f"
                  >
                    ${mark(brand)} ${body}
                  </td>
                </tr>
              </table>
              ${
                footer &&
                html`<table
                  role="presentation"
                  width="100%"
                  cellpadding="0"
                  cellspacing="0"
                  border="0"
                  style="max-width:560px"
                >
                  <tr>
                    <td
                      class="soft"
                      dir="${direction(lang)}"
                      align="center"
                      style="padding:20px 24px;${FONT};font-size:13px;line-height:20px;color:#585e6c"
                    >
                      ${footer}
                    </td>
                  </tr>
                </table>`
              }
            </td>
          </tr>
        </table>
      </body>
    </html> `.text
}

/** One call to action that stays a button in Outlook. */
export function mailButton(brand: Brand, label: string, url: string): Html {
  const { fill, onFill, rim } = brandShades(brand.color).light
  return html`<table
    role="presentation"
    cellpadding="0"
    cellspacing="0"
    border="0"
    align="center"
    style="margin:28px auto 4px"
  >
    <tr>
      <td align="center" bgcolor="${fill}" style="border-radius:14px;border:1px solid ${rim ?? fill}">
        <a
          href="${webLink(url)}"
          style="display:inline-block;padding:14px 28px;${FONT};font-size:16px;line-height:20px;font-weight:600;color:${onFill};text-decoration:none"
          >${label}</a
        >
      </td>
    </tr>
  </table>`
}

/** Line breaks and web addresses of plain text, as markup. */
export function richText(text: string): Html {
  const parts = text.trim().split(/(https?:\/\/[^\s<>"'()]+[^\s<>"'().,;:!?])/)
  return html`${parts.map((part, index) =>
    index % 2 === 1
      ? html`<a class="accent" href="${part}" style="color:inherit">${part}</a>`
      : part.split(/\r\n|\r|\n/).map((line, at) => html`${at > 0 && html`<br />`}${line}`),
  )}`
}

/** Nothing but web addresses may be clicked in a mail. */
export function webLink(url: string): string {
  return /^https?:\/\//i.test(url) ? url : '#'
}

/** Aligned as the text is written; Outlook does not know `start` and takes the language's side. */
export function alignStart(lang: Language): string {
  return `text-align:${direction(lang) === 'rtl' ? 'right' : 'left'};text-align:start`
}

/** The icon needs a host of its own in a mail; without one the brand's initial stands for it. */
function mark(brand: Brand): Html {
  const { fill, onFill, rim } = brandShades(brand.color).light
  const icon = iconOrigin(brand.iconUrl) ? brand.iconUrl : null
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" align="center">
    <tr>
      <td align="center">
        ${
          icon
            ? html`<img
                src="${icon}"
                alt=""
                width="48"
                height="48"
                style="display:block;border-radius:14px"
              />`
            : html`<div
                aria-hidden="true"
                style="width:48px;height:48px;border-radius:14px;background-color:${fill};border:1px solid ${rim ?? fill};color:${onFill};font-size:22px;line-height:48px;font-weight:600;text-align:center"
              >
                ${brandInitial(brand.name)}
              </div>`
        }
      </td>
    </tr>
    <tr>
      <td
        class="soft"
        align="center"
        style="padding-top:10px;${FONT};font-size:14px;line-height:20px;color:#585e6c"
      >
        <bdi>${brand.name}</bdi>
      </td>
    </tr>
  </table>`
}

function styles(brand: Brand): Html {
  const dark = brandShades(brand.color).dark
  return new Html(`<style>
@media (max-width:480px){.inside{padding:28px 18px 24px!important}.choice{display:block!important;width:auto!important;padding:4px 0!important}.choice a{padding:8px 16px!important;text-align:start!important}.sign,.label{display:inline-block!important;vertical-align:middle!important}.sign{width:48px!important;font-size:28px!important;line-height:36px!important}.label{font-size:16px!important;line-height:24px!important;word-break:normal!important}}
@media (prefers-color-scheme:dark){.ground{background-color:#101217!important}.card{background-color:#1b1e25!important;border-color:#2e333d!important}.inside,.choice a{color:#f1f2f5!important}.choice a{border-color:#3a404c!important;background-color:#20242c!important}.soft,.label{color:#a8aebb!important}.accent{color:${dark.accent}!important}}
[data-ogsc] .inside,[data-ogsc] .choice a{color:#f1f2f5!important}[data-ogsc] .soft,[data-ogsc] .label{color:#a8aebb!important}
</style>`)
}
