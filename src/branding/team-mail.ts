import type { Brand } from './brand.ts'
import { type Html, html } from './html.ts'
import { alignStart, mailButton, mailDocument, webLink } from './mail-frame.ts'
import { oneLine } from './one-line.ts'
import type { Context } from '../platform/context.ts'

/** A Message-ID that is the same at every attempt, so that a repeat can be told as one (RFC 5322 § 3.6.4). */
export function messageIdOf({ config }: Pick<Context, 'config'>, ...parts: string[]): string {
  return `<${parts.join('.')}@${new URL(config.publicUrl).hostname}>`
}

/** What no machine shall answer. */
export const NO_REPLY = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

export type Block = { html: Html; text: string }

/** A paragraph: what is said, what is said aside, or a line beneath the title. */
export function paragraph(text: string, kind: 'said' | 'aside' | 'beneath' = 'said'): Block {
  const size = kind === 'said' ? '' : ';font-size:14px;line-height:21px;color:#585e6c'
  const place =
    kind === 'beneath' ? 'margin:6px 0 0;text-align:center' : `margin:14px 0 0;${alignStart('en')}`
  return {
    text,
    html: html`<p
      dir="auto"
      class="${kind === 'said' ? 'text' : 'soft'}"
      style="${place};overflow-wrap:anywhere${size}"
    >
      ${text}
    </p>`,
  }
}

/** A table with a heading for each column; all but the first are numbers. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): Block {
  const styleOf = (at: number): string =>
    `padding:8px ${at === heads.length - 1 ? '0' : '8px'} 8px 0;border-bottom:1px solid #a3a8b4;` +
    `font-size:14px;line-height:20px;font-weight:400;vertical-align:top;text-align:${at === 0 ? 'left' : 'right'}`
  const cell = (text: string, at: number, isHead: boolean): Html =>
    isHead
      ? html`<th scope="col" class="soft" style="${styleOf(at)};color:#585e6c">${text}</th>`
      : html`<td
          dir="auto"
          style="${styleOf(at)};${at === 0 ? 'overflow-wrap:anywhere' : /\d/.test(text) && 'white-space:nowrap'}"
        >
          ${text}
        </td>`
  const inWords = ([name, ...values]: readonly string[]): string =>
    `- ${name}: ${values.map((value, at) => `${heads[at + 1]} ${value}`).join(', ')}`
  const line = (cells: readonly string[], head: boolean): Html =>
    html`<tr>
      ${cells.map((text, at) => cell(text, at, head))}
    </tr>`
  return {
    text: [`${caption}:`, ...rows.map(inWords)].join('\n'),
    html: html`<p style="margin:28px 0 0;${alignStart('en')};font-weight:600">${caption}</p>
      <table
        width="100%"
        cellpadding="0"
        cellspacing="0"
        border="0"
        style="margin:6px 0 0;border-collapse:collapse"
      >
        <thead>
          ${line(heads, true)}
        </thead>
        <tbody>
          ${rows.map((row) => line(row, false))}
        </tbody>
      </table>`,
  }
}

/** A mail to members, or whom they chose, of what concerns their work. In English, as the members' app is. */
export function teamDocument(mail: {
  brand: Brand
  title: string
  preheader: string
  blocks: readonly Block[]
  action: { label: string; url: string }
  footer: string
}): { html: string; text: string } {
  const { brand, title, preheader, blocks, action, footer } = mail
  return {
    html: mailDocument({
      lang: 'en',
      brand,
      title: oneLine(title),
      preheader: oneLine(preheader, 140),
      body: html`<h1
          dir="auto"
          style="margin:24px 0 0;font-size:24px;line-height:31px;font-weight:700;color:inherit;overflow-wrap:anywhere"
        >
          ${title}
        </h1>
        ${blocks.map((block) => block.html)} ${mailButton(brand, action.label, action.url)}`,
      footer: html`${footer}<br /><a
          class="soft"
          href="${webLink(action.url)}"
          style="color:#585e6c;word-break:break-all"
          >${action.url}</a
        >`,
    }),
    text: `${[title, ...blocks.map((block) => block.text), `${action.label}: ${action.url}`, footer].join('\n\n')}\n`,
  }
}
