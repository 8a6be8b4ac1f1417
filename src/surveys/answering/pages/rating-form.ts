import { direction, fill } from '../../../languages/catalogue.ts'
import type { CustomerText } from '../../../languages/customer-text.ts'
import { asksForComment } from '../../../policy/score.ts'
import { type Face, faceOf, facesOf } from './faces.ts'
import { html, type Html } from '../../../branding/html.ts'
import { COMMENT_LIMIT } from '../../schema.ts'
import { liveForm } from './live-form.ts'
import type { RatingView } from './rating-view.ts'

const STAR = 'M12 2.6l2.9 5.9 6.5.95-4.7 4.58 1.1 6.47L12 17.44 6.2 20.5l1.1-6.47L2.6 9.45l6.5-.95z'

const PROBLEM = 'problem'

export const star = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${STAR}" /></svg>`

/**
 * The one-step form (J9): score, optional reasons and comment, send. Fields `score`, `comment`, `reasons` (repeated) and
 * `step=rate`; `leave_empty` is filled in by machines only.
 */
export function ratingForm(view: RatingView, text: CustomerText): Html {
  const chosen = faceOf(view.scale, view.score, text)
  const wrong = view.errors?.score !== undefined
  return form(
    view,
    text,
    'rate',
    html` <fieldset class="scale ${view.scale}" ${wrong && html` aria-describedby="${PROBLEM}"`}>
        <legend class="unseen">${text.rating.title}</legend>
        ${facesOf(view.scale, text).map((face) => choice(face, chosen, view, text))}
      </fieldset>
      ${reasonChoices(view, text)}${commentBox(view, text, true)}
      <button class="main">${text.rating.sendRating}</button>
      ${view.canEdit && html`<a class="button quiet" href="${view.action}">${text.rating.keep}</a>`}`,
  )
}

/**
 * What is asked once a low score is safe (O5, I9): the comment, and only then a way to skip it. Sends `step=comment`
 * with the recorded score.
 */
export function commentForm(view: RatingView, text: CustomerText): Html {
  return form(
    view,
    text,
    'comment',
    html` <input type="hidden" name="score" value="${view.score}" />
      ${reasonChoices(view, text)}${commentBox(view, text, false)}
      <div class="pair">
        <button class="main">${text.rating.sendComment}</button>
        <a class="button quiet" href="${view.action}">${text.rating.skip}</a>
      </div>`,
  )
}

function form(view: RatingView, text: CustomerText, step: 'rate' | 'comment', fields: Html): Html {
  const problems = problemsOf(view, text)
  return liveForm(text, {
    action: view.action,
    check: view.check,
    problem: { id: PROBLEM, text: problems.length === 0 ? null : problems.join(' ') },
    fields: html`<input type="hidden" name="step" value="${step}" />
      <input name="leave_empty" autocomplete="off" tabindex="-1" hidden />${fields}`,
  })
}

function choice(face: Face, chosen: Face | null, view: RatingView, text: CustomerText): Html {
  const sign = view.scale === 'stars' ? star : face.sign
  return html`<label class="choice"
    ><input
      type="radio"
      name="score"
      value="${face.score}"
      required${
        asksForComment(face.score, view.lowUntil) && html` data-low`
      }${face.score === chosen?.score && html` checked`}
    /><span class="face" aria-hidden="true">${sign}</span><span class="name">${face.label}</span>${
      view.scale !== 'thumbs' &&
      html`<span class="unseen"> (${fill(text.rating.scoreOf, { score: face.score })})</span>`
    }</label
  > `
}

function reasonChoices(view: RatingView, text: CustomerText): Html | null {
  if (view.reasons.length === 0) return null
  return html`<fieldset class="reasons">
    <legend>${text.rating.reasons}</legend>
    ${view.reasons.map(
      (reason) =>
        html`<label class="reason"
          ><input
            type="checkbox"
            name="reasons"
            value="${reason}"
            ${view.chosenReasons.includes(reason) && html` checked`}
          /><span dir="auto">${reason}</span></label
        > `,
    )}
  </fieldset> `
}

/** With `both`, the prompt for a low score is there too and the stylesheet shows the one that fits the choice. */
function commentBox(view: RatingView, text: CustomerText, both: boolean): Html {
  const { tellMore, lowPrompt, yourComment } = text.rating
  const wrong = view.errors?.comment !== undefined
  return html`<div class="comment">
    ${
      both
        ? html`<label for="comment"
            ><span class="any">${tellMore}</span><span class="low">${lowPrompt}</span></label
          >`
        : html`<label class="unseen" for="comment">${yourComment}</label>`
    }
    <textarea
      id="comment"
      name="comment"
      rows="3"
      maxlength="${COMMENT_LIMIT}"
      dir="${view.comment ? 'auto' : direction(view.lang)}"
      ${wrong && html` aria-invalid="true" aria-describedby="${PROBLEM}"`}
    >
${view.comment}</textarea>
    <p class="left" aria-live="polite" hidden></p>
  </div> `
}

/** Known fields speak the customer's language; the rest says what it was given. */
function problemsOf(view: RatingView, text: CustomerText): string[] {
  return Object.entries(view.errors ?? {}).map(([field, message]) => {
    if (field === 'score') return text.rating.choose
    if (field === 'comment') return text.rating.tooLong
    return message
  })
}
