import { html, type Html } from '../../branding/html.ts'
import { customerText } from '../../languages/catalogue.ts'
import type { ConversationStatus } from '../../policy/settings.ts'
import { told } from '../../surveys/answering/pages/rating-page.ts'
import type { PortalList } from '../read-portal.ts'
import { base, moment, type Place, portalDocument } from './document.ts'
import { addressForm } from './sign-in-page.ts'

/** The contact's own conversations: what is new, what waits for a rating, what is over. */
export function renderList(place: Place, { rows, next }: PortalList): string {
  const { portal } = customerText(place.lang)
  const body = html`<h1 tabindex="-1">${portal.title}</h1>
    <div data-fresh="list">
      ${
        rows.length === 0
          ? html`<div class="box">${nothing(place)}</div>`
          : html`<ul class="list">
              ${rows.map((row) => item(place, row))}
            </ul>`
      }
    </div>
    ${next && html`<p class="more"><a class="button small quiet" href="${base(place)}?cursor=${next}">${portal.older}</a></p>`}
    ${discord(place)}
    ${place.session?.sees === 'web_chat' && !place.embedded && place.mails && html`<div class="box">${addressForm(place)}</div>`}`
  return portalDocument(place, { title: portal.title, body })
}

function nothing(place: Place): Html {
  const { portal } = customerText(place.lang)
  const body = told('muted', portal.none, portal.noneText).body
  // The page has its heading already.
  return html`<div class="quiet-box">${body}</div>`
}

function item(place: Place, row: PortalList['rows'][number]): Html {
  const { portal, chat } = customerText(place.lang)
  const title = row.subject ?? row.last_message_preview ?? portal.open
  return html`<li${row.unread && html` class="new"`}>
    <a href="${base(place)}/c/${row.id}">
      <strong dir="auto">${title}</strong>
      ${
        row.subject !== null &&
        row.last_message_preview !== null &&
        html`<span class="preview" dir="auto">${row.last_message_preview}</span>`
      }
      <span class="facts">
        ${statusChip(place, row.status)}
        ${row.unread && html`<span class="chip lit">${portal.unread}</span>`}
        ${row.waits && html`<span class="chip lit">★ ${chat.waiting}</span>`}
        ${moment(row.last_message_at ?? row.created_at, place)}
      </span>
    </a>
  </li>`
}

/** Three words are enough for a customer. */
export function statusChip({ lang }: Pick<Place, 'lang'>, status: ConversationStatus): Html {
  const { portal } = customerText(lang)
  switch (status) {
    case 'open':
    case 'snoozed':
      return html`<span class="chip open">${portal.open}</span>`
    case 'pending_closure':
    case 'closure_scheduled':
      return html`<span class="chip">${portal.closing}</span>`
    case 'resolved':
    case 'closed':
      return html`<span class="chip">${portal.ended}</span>`
  }
}

/** J8: a Discord account once linked is where surveys of Discord conversations go. */
function discord(place: Place): Html | null {
  const { portal } = customerText(place.lang)
  if (place.discord === 'linked') return html`<p class="soft centred">✓ ${portal.discordDone}</p>`
  if (place.discord === 'none' || place.embedded) return null
  return html`<p class="centred">
    <a class="button small quiet" href="${base(place)}/discord">${portal.discord}</a>
  </p>`
}
