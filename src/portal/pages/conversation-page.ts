import type { ClosingCard } from '../../apps/schema.ts'
import { html, type Html } from '../../branding/html.ts'
import { richText, webLink } from '../../branding/mail-frame.ts'
import { customerText } from '../../languages/catalogue.ts'
import { fileSize } from './file-size.ts'
import type { Attachment } from '../../inbox/attachment-schema.ts'
import type { MessageRow } from '../../inbox/present.ts'
import { isEnded } from '../../policy/settings.ts'
import type { SurveyCard } from '../../surveys/answering/survey-card.ts'
import { viewOf, type Wish } from '../../surveys/answering/public-page.ts'
import { liveForm } from '../../surveys/answering/pages/live-form.ts'
import { ratingContent } from '../../surveys/answering/pages/rating-page.ts'
import type { RatingView } from '../../surveys/answering/pages/rating-view.ts'
import type { PortalConversation } from '../read-portal.ts'
import type { PortalSession } from '../session.ts'
import { base, moment, type Place, portalDocument } from './document.ts'
import { statusChip } from './list-page.ts'

/** What the reader came to do: which survey he is at, and how far. */
export type Focus = { surveyId: string; wish: Wish; over?: Partial<RatingView> } | null

export type ConversationView = PortalConversation & {
  focus: Focus
  /** Names the reply that is about to be written, so that it counts once. */
  replyKey: string
  /** What was wrong with the last reply, and its words. */
  reply: { body: string; problem: boolean } | null
}

/** One conversation: what was said, its rating where it ended, and the ways to go on. */
export function renderConversation(place: Place, session: PortalSession, view: ConversationView): string {
  const { portal, chat } = customerText(place.lang)
  const { row, messages, files, older } = view
  const here = `${base(place)}/c/${row.id}`
  const title =
    row.subject ?? messages.find(({ body }) => body.trim() !== '')?.body.slice(0, 80) ?? portal.title
  const body = html`<nav>
      <a class="back" href="${base(place)}"
        ><span aria-hidden="true" class="arrow">‹</span> ${portal.title}</a
      >
    </nav>
    <div class="head">
      <h1 tabindex="-1" dir="auto">${title}</h1>
      <span data-fresh="status">${statusChip(place, row.status)}</span>
    </div>
    ${older && html`<p class="more"><a class="button small quiet" href="${here}?before=${older}">${chat.earlier}</a></p>`}
    <ol class="messages" data-fresh="messages" aria-live="polite" aria-label="${row.subject ?? portal.title}">
      ${messages.map((message) => said(place, message, filesOf(place, files.get(message.id) ?? [], here)))}
    </ol>
    <div data-fresh="after" id="rate">${after(place, session, view, here)}</div>
    ${replyForm(place, session, view, here)}
    <div data-fresh="close">${!isEnded(row.status) && closeForm(place, session, here)}</div>`
  return portalDocument(place, { title, body })
}

function said(place: Place, message: MessageRow, files: Html): Html {
  const { author_kind: kind, author_name: name, body, sent_at: at } = message
  const { chat } = customerText(place.lang)
  const own = kind === 'contact'
  const ofOurs =
    kind === 'workflow' ? place.brand.name : (name ?? (kind === 'bot' ? chat.bot : place.brand.name))
  const author = own ? chat.you : ofOurs
  return html`<li class="${own ? 'own' : 'theirs'}">
    <span class="author"><bdi>${author}</bdi> · ${moment(at, place)}</span>
    <div class="bubble" dir="auto">${richText(body)}</div>
    ${files}
  </li>`
}

/** What came with a message; a file that was not kept is named, with that. */
function filesOf(place: Place, files: readonly Attachment[], here: string): Html {
  if (files.length === 0) return html``
  const { portal } = customerText(place.lang)
  const item = ({ id, file_name: name, size, left_out: leftOut }: Attachment): Html => {
    const facts = [size === null ? null : fileSize(size, place.lang), leftOut && portal.fileLeftOut]
    const named = html`<bdi>${name}</bdi> <span class="soft">${facts.filter(Boolean).join(' · ')}</span>`
    return html`<li>
      ${leftOut ? html`<span class="file">${named}</span>` : html`<a class="file" href="${here}/files/${id}" download>${named}</a>`}
    </li>`
  }
  return html`<ul class="files">
    ${files.map(item)}
  </ul>`
}

/** Under the last message: the app's card, or the surveys; the one that waits first, one form at a time. */
function after(place: Place, session: PortalSession, view: ConversationView, here: string): Html {
  const { portal } = customerText(place.lang)
  const { cards, closing, focus, row } = view
  const current =
    cards.find(({ id }) => id === focus?.surveyId) ??
    cards.findLast(({ can }) => can.rate) ??
    cards.findLast(({ score }) => score !== null)
  return html`${row.status === 'pending_closure' && html`<p class="soft centred">${portal.closed}</p>`}
  ${closing && closingBox(closing)}
  ${current && survey(place, session, current, focus?.surveyId === current.id ? focus : null, here)}`
}

/** Rated right here, by the same rules as on a page of its own (J6). */
function survey(place: Place, session: PortalSession, card: SurveyCard, focus: Focus, here: string): Html {
  const name = { workspaceId: place.workspaceId, surveyId: card.id }
  const path = `${here}/surveys/${card.id}`
  const view = viewOf({ name, brand: place.brand, lang: place.lang, card }, path, focus?.wish)
  const { body } = ratingContent({ ...view, ...focus?.over, check: session.check })
  return html`<section class="box ask">${body}</section>`
}

/** I11 */
function closingBox({ text, image, buttons, link }: ClosingCard): Html {
  return html`<section class="box ask closing">
    ${image && html`<img src="${webLink(image.url)}" alt="${image.alt}" />`}
    <p class="lead" dir="auto">${text}</p>
    ${buttons.map(({ label, url }) => html`<a class="button main" href="${webLink(url)}" target="_blank" rel="noopener noreferrer nofollow">${label}</a>`)}
    ${link && html`<a class="button quiet" href="${webLink(link.url)}" target="_blank" rel="noopener noreferrer nofollow">${link.label}</a>`}
  </section>`
}

function replyForm(place: Place, session: PortalSession, view: ConversationView, here: string): Html {
  const text = customerText(place.lang)
  const { portal, rating } = text
  const { row, reply, replyKey } = view
  const problem = { id: 'reply-problem', text: reply?.problem ? rating.tooLong : null }
  return liveForm(text, {
    name: 'reply',
    action: `${here}/reply`,
    check: session.check,
    problem,
    fields: html`<input type="hidden" name="key" value="${replyKey}" />
      <label for="body">${portal.reply}</label>
      <textarea
        id="body"
        name="body"
        rows="3"
        maxlength="5000"
        dir="auto"
        required
        ${problem.text !== null && html` aria-invalid="true" aria-describedby="${problem.id}"`}
      >
${reply?.body}</textarea>
      <div class="row-end">
        <span class="soft" data-fresh="hint">${isEnded(row.status) && portal.reopens}</span>
        <button class="main small">${rating.send}</button>
      </div>`,
  })
}

/** J12: the customer asks to close; the survey is offered at once, on this page. */
function closeForm(place: Place, session: PortalSession, here: string): Html {
  const text = customerText(place.lang)
  return liveForm(text, {
    name: 'close',
    action: `${here}/close`,
    check: session.check,
    problem: { id: 'close-problem', text: null },
    fields: html`<button class="quiet small">${text.portal.close}</button>`,
  })
}
