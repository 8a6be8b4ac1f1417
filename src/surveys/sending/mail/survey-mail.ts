import { customerText, type Language, fill } from '../../../languages/catalogue.ts'
import type { Brand } from '../../../branding/brand.ts'
import { type Score, SCORES } from '../../../policy/score.ts'
import type { Scale } from '../../../policy/settings.ts'
import { type Face, facesOf } from '../../answering/pages/faces.ts'
import { html, type Html } from '../../../branding/html.ts'
import { type Mail, mailDocument, webLink } from '../../../branding/mail-frame.ts'
import { oneLine } from '../../../branding/one-line.ts'

export type SurveyMailFacts = {
  lang: Language
  brand: Brand
  message: string
  scale: Scale
  conversationSubject: string | null
  agentName: string | null
  /** The page with this score preselected, `/s/{token}?score=n`, absolute. */
  linkFor: (score: Score) => string
  /** The page with nothing preselected. */
  link: string
  unsubscribeUrl: string
  /** A link no reader sees: only a scanner that opens everything follows it. */
  trapUrl?: string | null
}

/**
 * The survey mail (I8, O3, A4): the rating is the mail itself, every face a link to the page that confirms it. The text
 * part carries the same links.
 */
export function renderSurveyMail(facts: SurveyMailFacts): Mail {
  const { lang, brand, scale, link, unsubscribeUrl, trapUrl } = facts
  const { mail, rating, ...labels } = customerText(lang)
  const faces = facesOf(scale, labels)
  const message = facts.message.trim()
  const about = aboutLines(facts)
  const subject = oneLine(
    [`${brand.name}: ${rating.title}`, facts.conversationSubject?.trim()].filter(Boolean).join(' – '),
  )

  const body = html` <h1
      dir="auto"
      style="margin:24px 0 0;font-size:24px;line-height:31px;font-weight:700;color:inherit"
    >
      ${lines(message)}
    </h1>
    ${about.length > 0 && html`<p class="soft" style="margin:10px 0 0;font-size:14px;line-height:21px;color:#585e6c">${about.map((line, at) => html`${at > 0 && html`<br />`}<bdi>${line}</bdi>`)}</p>`}
    <table
      role="presentation"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      border="0"
      style="margin:26px 0 0${scale === 'thumbs' && ';max-width:300px'};table-layout:fixed"
      align="center"
    >
      <tr>
        ${faces.map((face) => choice(face, facts, faces.length))}
      </tr>
    </table>
    <p class="soft" style="margin:18px 0 0;font-size:14px;line-height:21px;color:#585e6c">${mail.tap}</p>
    ${trapUrl && html`<div style="display:none;max-height:0;overflow:hidden;mso-hide:all" aria-hidden="true"><a href="${webLink(trapUrl)}" tabindex="-1" rel="nofollow">.</a></div>`}`

  const footer = html`${mail.why}<br /><a
      class="soft"
      href="${webLink(unsubscribeUrl)}"
      style="color:#585e6c;text-decoration:underline"
      >${mail.unsubscribe}</a
    >`

  const text = [
    brand.name,
    message,
    faces.map((face) => `${lineOf(face, scale)}: ${facts.linkFor(face.score)}`).join('\n'),
    `${rating.title}: ${link}`,
    about.join('\n'),
    `--\n${mail.why}\n${mail.unsubscribe}: ${unsubscribeUrl}`,
  ]
  return {
    subject,
    html: mailDocument({ lang, brand, title: subject, preheader: `${message} ${mail.tap}`, body, footer }),
    text: `${text.filter(Boolean).join('\n\n')}\n`,
  }
}

const SIGN = 'display:block;font-size:32px;line-height:42px'
const EMOJI = "font-family:'Apple Color Emoji','Segoe UI Emoji','Noto Color Emoji',sans-serif"

function choice(face: Face, { scale, linkFor }: SurveyMailFacts, count: number): Html {
  return html`<td
    class="choice"
    align="center"
    valign="top"
    width="${Math.round(100 / count)}%"
    style="padding:0 3px"
  >
    <a
      href="${webLink(linkFor(face.score))}"
      style="display:block;padding:12px 2px 10px;border:1px solid #e4e6eb;border-radius:14px;background-color:#fafafb;text-align:center;text-decoration:none;color:#17191f"
      >${scale === 'stars' ? numbered(face) : html`<span class="sign" aria-hidden="true" style="${SIGN};${EMOJI}">${face.sign}</span>`}<span
        class="label"
        style="display:block;font-size:12px;line-height:16px;color:#585e6c;word-break:break-word"
        >${face.label}</span
      ></a
    >
  </td> `
}

/** Stars look alike, so the number tells them apart; five of them in a row have no room on a phone. */
function numbered({ score, sign }: Face): Html {
  return html`<span class="sign" style="${SIGN};font-size:26px;font-weight:700;white-space:nowrap"
    >${score}<span aria-hidden="true" style="${EMOJI};font-size:20px;font-weight:400;color:#b97a00"
      >${sign}</span
    ></span
  >`
}

/** A choice in the text part. */
function lineOf({ score, sign, label }: Face, scale: Scale): string {
  if (scale !== 'stars') return `${sign} ${label}`
  return `${sign.repeat(score)}${'☆'.repeat(SCORES.length - score)} ${score} · ${label}`
}

function aboutLines({ lang, conversationSubject, agentName }: SurveyMailFacts): string[] {
  const { mail } = customerText(lang)
  return [
    conversationSubject?.trim() && fill(mail.about, { subject: oneLine(conversationSubject) }),
    agentName?.trim() && fill(mail.agent, { agent: oneLine(agentName, 80) }),
  ].filter((line): line is string => Boolean(line))
}

function lines(text: string): Html[] {
  return text.split(/\r\n|\r|\n/).map((line, at) => html`${at > 0 && html`<br />`}${line}`)
}
