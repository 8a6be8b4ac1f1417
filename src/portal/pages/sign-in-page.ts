import { html, type Html } from '../../branding/html.ts'
import { customerText } from '../../languages/catalogue.ts'
import { told } from '../../surveys/answering/pages/rating-page.ts'
import { base, type Place, portalDocument } from './document.ts'

/** Asks for the address a link may be sent to. In a frame there is only the way out of it: mails open elsewhere. */
export function renderSignIn(place: Place, problem: 'link_over' | 'email' | null = null): string {
  const { portal, chat } = customerText(place.lang)
  const notice = problem === 'link_over' ? portal.linkOver : problem === 'email' ? chat.failed : null
  const body = html`<h1 tabindex="-1">${portal.title}</h1>
    ${notice && html`<p class="notice bad" role="alert" id="problem">${notice}</p>`}
    ${place.embedded && place.mails ? wayOut(place) : addressForm(place, problem === 'email')}`
  return portalDocument(place, { title: portal.signIn, body: box(body) })
}

function wayOut(place: Place): Html {
  const { portal } = customerText(place.lang)
  return html`<a class="button main" href="${base(place)}" target="_blank" rel="noopener"
    >${portal.newTab}</a
  >`
}

/**
 * Asks for an address; also of who is known by his browser only, and may prove his address by the link. Where no mail
 * goes out it says so to everybody, and asks for nothing.
 */
export function addressForm(place: Place, isWrong = false): Html {
  const { portal } = customerText(place.lang)
  if (!place.mails) return html`<p class="lead">${portal.noMail}</p>`
  return html`<p class="lead">${portal.signInText}</p>
    <form method="post" action="${base(place)}/sign-in">
      <div class="field">
        <label for="email">${portal.email}</label>
        <input
          id="email"
          name="email"
          type="email"
          autocomplete="email"
          maxlength="320"
          dir="ltr"
          required
          ${isWrong && html` aria-invalid="true" aria-describedby="problem"`}
        />
      </div>
      <button class="main">${portal.sendLink}</button>
    </form>`
}

/** The same for everybody, known or not. */
export function renderLinkSent(place: Place): string {
  const { portal } = customerText(place.lang)
  const { title, body } = told('muted', portal.sentTitle, portal.sentText)
  return portalDocument(place, { title, body: box(body) })
}

/** What the mailed link opens: a press signs in, since programs open links too. */
export function renderContinue(place: Place, token: string): string {
  const { portal } = customerText(place.lang)
  const body = html`<h1 tabindex="-1">${portal.welcome}</h1>
    <p class="lead">${portal.continueText}</p>
    <form method="post" action="${base(place)}/sign-in/${token}">
      <button class="main">${portal.signIn}</button>
    </form>`
  return portalDocument(place, { title: portal.signIn, body: box(body) })
}

/** Somebody else is signed in here: nobody takes his place unasked. `fields` say once more who comes. */
export function renderContinueAs(place: Place, name: string | null, fields: Record<string, string>): string {
  const { portal, chat } = customerText(place.lang)
  const body = html`<h1 tabindex="-1">${portal.welcome}</h1>
    ${name && html`<p class="lead"><strong dir="auto">${name}</strong></p>`}
    <p class="lead">${portal.continueText}</p>
    <form method="post" action="${base(place)}/enter">
      ${Object.entries(fields).map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}" />`)}
      <button class="main">${portal.signIn}</button>
    </form>
    <a class="button quiet" href="${base(place)}">${chat.back}</a>`
  return portalDocument(place, { title: portal.signIn, body: box(body) })
}

/** Nothing is here, or nothing for this reader. */
export function renderNothing(place: Place): string {
  const { page, chat } = customerText(place.lang)
  const { title, body } = told('broken', page.unknownTitle, null)
  const back = html`<a class="button quiet" href="${base(place)}">${chat.back}</a>`
  return portalDocument(place, { title, body: box(html`${body}${back}`) })
}

function box(body: Html): Html {
  return html`<div class="box">${body}</div>`
}
