import { customerText, fill } from '../../../languages/catalogue.ts'
import type { CustomerText } from '../../../languages/customer-text.ts'
import { pageDocument } from './document.ts'
import { faceOf } from './faces.ts'
import { html, type Html } from '../../../branding/html.ts'
import { commentForm, ratingForm, star } from './rating-form.ts'
import type { RatingView } from './rating-view.ts'
import { asksForComment } from '../../../policy/score.ts'
import { type Symbol, symbol } from './symbols.ts'

/**
 * The rating page (C7, J7, J9) in any of its states, whole. It works without JavaScript and shows; recording happens only
 * when its form is posted.
 */
export function renderRatingPage(view: RatingView): string {
  const { title, body } = ratingContent(view)
  return pageDocument({ lang: view.lang, brand: view.brand, title, body })
}

/** What the page says in this state, for whatever page it stands on. */
export function ratingContent(view: RatingView): { title: string; body: Html } {
  const text = customerText(view.lang)
  const { page, rating } = text
  switch (view.state) {
    case 'form':
    case 'invalid':
    case 'change':
      return { title: rating.title, body: html`${heading(view.message)}${ratingForm(view, text)}` }
    case 'preselected': {
      const hint = html`<p class="hint">${fill(page.confirm, { send: rating.sendRating })}</p>`
      return { title: rating.title, body: html`${heading(view.message)}${hint}${ratingForm(view, text)}` }
    }
    case 'low_score': {
      const low = view.score !== null && asksForComment(view.score, view.lowUntil)
      const ask = low ? rating.lowPrompt : rating.tellMore
      const saved = html`<p class="saved" role="status">${symbol('check')}${rating.saved}</p>`
      return { title: rating.title, body: html`${saved}${heading(ask)}${commentForm(view, text)}` }
    }
    case 'thanks':
      return { title: rating.thanks, body: thanks(view, text) }
    case 'expired':
      return told('clock', rating.expired, page.expiredText)
    case 'withdrawn':
      return told('reopened', rating.withdrawn, view.isReopened ? page.withdrawnText : null)
    case 'unknown':
      return told('broken', page.unknownTitle, page.unknownText)
    case 'unsubscribed':
      return told(
        'muted',
        page.unsubscribedTitle,
        fill(page.unsubscribedText, { brand: view.brand?.name ?? '' }).trim(),
      )
  }
}

/** C8: what was answered, and a way to change it only where the policy leaves one. */
function thanks(view: RatingView, text: CustomerText): Html {
  const { rating } = text
  const face = faceOf(view.scale, view.score, text)
  const notice = view.notice && (view.notice === 'answered' ? rating.answered : rating.changeClosed)
  return html`${notice && html`<p class="notice" role="status">${notice}</p>`}
    <div class="hero">
      <span class="sign" aria-hidden="true">${face && view.scale !== 'stars' ? face.sign : star}</span
      ><span class="badge">${symbol('check')}</span>
    </div>
    ${heading(rating.thanks)}
    <p class="lead" dir="auto">${view.thankYou?.trim() || rating.thanksText}</p>
    ${
      face &&
      html`<dl class="answer">
        <dt>${rating.yourRating}</dt>
        <dd>
          ${
            view.scale === 'stars' &&
            html`<span class="row" aria-hidden="true"
              >${[1, 2, 3, 4, 5].map(
                (score) => html`<span${score <= face.score && html` class="lit"`}>${star}</span>`,
              )}</span
            >`
          }${face.label}${
            view.scale !== 'thumbs' &&
            html`<span class="unseen"> (${fill(rating.scoreOf, { score: face.score })})</span>`
          }
        </dd>
        ${
          view.comment &&
          html`<dt>${rating.yourComment}</dt>
            <dd class="words" dir="auto">${view.comment}</dd>`
        }
      </dl>`
    }
    ${view.canEdit && html`<a class="button quiet" href="${view.action}?change=1">${rating.change}</a>`}`
}

/** A page that only tells something. */
export function told(sign: Symbol, title: string, text: string | null): { title: string; body: Html } {
  return {
    title,
    body: html`<div class="hero plain">${symbol(sign)}</div>
      ${heading(title)} ${text === null ? null : html`<p class="lead">${text}</p>`}`,
  }
}

/** `tabindex` lets the script put the reader at the top of what it swapped in. */
export function heading(text: string): Html {
  return html`<h1 tabindex="-1" dir="auto">${text}</h1> `
}
