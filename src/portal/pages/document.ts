import { type Brand, brandInitial, brandMark, safeIcon } from '../../branding/brand.ts'
import { type Html, html } from '../../branding/html.ts'
import { customerText, fill, type Language } from '../../languages/catalogue.ts'
import { framed } from '../../surveys/answering/pages/document.ts'
import type { Waiting } from '../read-portal.ts'
import type { PortalSession } from '../session.ts'
import { portalCss, portalJs } from './assets.ts'

/** Where a page stands: whose portal, how it speaks, and who reads it. */
export type Place = {
  workspaceId: string
  brand: Brand
  lang: Language
  /** Of the workspace, for who has no JavaScript to know his own. */
  timeZone: string
  session: PortalSession | null
  /** In a frame of the workspace's own site. */
  embedded: boolean
  waiting: readonly Waiting[]
  /** What signs a Discord account in is there, and none is linked yet. */
  discord: 'none' | 'offer' | 'linked'
  /** This installation sends mail, so a link can be asked for. */
  mails: boolean
}

/** The portal's own address, without a slash at the end. */
export function base({ workspaceId }: Pick<Place, 'workspaceId'>): string {
  return `/portal/${workspaceId}`
}

/** The frame of every page of the portal: who speaks, the bell, the way out, and one thing to read. */
export function portalDocument(place: Place, page: { title: string; body: Html }): string {
  const { lang, brand, session, embedded } = place
  return framed({
    lang,
    brand,
    title: page.title,
    more: html`<link rel="stylesheet" href="${portalCss.path}" />
      <script src="${portalJs.path}" defer></script>`,
    body: html`<body
      class="portal${embedded && ' embedded'}"
      ${session && html` data-events="${base(place)}/events"`}
    >
      ${session && bar(place, session)}
      <main>${!session && brandMark(brand)}${page.body}</main>
    </body>`,
  })
}

function bar(place: Place, session: PortalSession): Html {
  const { brand, lang, embedded } = place
  const icon = safeIcon(brand.iconUrl)
  return html`<header class="bar">
    <a class="home" href="${base(place)}">
      ${
        icon
          ? html`<img class="icon" src="${icon}" alt="" width="32" height="32" />`
          : html`<span class="icon initial" aria-hidden="true">${brandInitial(brand.name)}</span>`
      }<bdi>${brand.name}</bdi>
    </a>
    ${bell(place)}
    ${
      !embedded &&
      html`<form method="post" action="${base(place)}/sign-out">
        <input type="hidden" name="check" value="${session.check}" />
        <button class="small quiet">${customerText(lang).portal.signOut}</button>
      </form>`
    }
  </header>`
}

/** J6: how many ratings wait, and where. It opens without JavaScript. */
function bell(place: Place): Html {
  const { portal, rating } = customerText(place.lang)
  const { waiting } = place
  const label = waiting.length === 0 ? portal.noRatings : fill(portal.bell, { count: waiting.length })
  return html`<details class="bell" data-fresh="bell">
    <summary title="${label}">
      <svg viewBox="0 0 24 24" class="line" aria-hidden="true">
        <path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 20.5a2.2 2.2 0 0 0 4 0" />
      </svg>
      <span class="unseen">${label}</span>
      ${waiting.length > 0 && html`<span class="count" aria-hidden="true">${waiting.length}</span>`}
    </summary>
    <div class="sheet">
      <p class="soft">${label}</p>
      ${
        waiting.length > 0 &&
        html`<ul>
          ${waiting.map(
            ({ conversationId, title }) =>
              html`<li>
                <a href="${base(place)}/c/${conversationId}#rate">
                  <strong>${rating.title}</strong><span dir="auto">${title ?? portal.ended}</span>
                </a>
              </li>`,
          )}
        </ul>`
      }
    </div>
  </details>`
}

/** A moment in the customer's language. The script shows it by his own clock. */
export function moment(at: number, { lang, timeZone }: Pick<Place, 'lang' | 'timeZone'>): Html {
  const iso = new Date(at).toISOString()
  return html`<time datetime="${iso}">${formatter(lang, timeZone).format(at)}</time>`
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(lang: Language, timeZone: string): Intl.DateTimeFormat {
  const key = `${lang} ${timeZone}`
  let made = formatters.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short', timeZone })
    formatters.set(key, made)
  }
  return made
}
