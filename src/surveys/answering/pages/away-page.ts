import { customerText, direction, type Language } from '../../../languages/catalogue.ts'
import { html } from '../../../branding/html.ts'
import { pageDocument } from './document.ts'
import { COMMENT_LIMIT } from '../../schema.ts'
import { heading } from './rating-page.ts'
import { symbol } from './symbols.ts'

export type AwayView = {
  lang: Language
  /** The address that was asked for, and how. */
  action: string
  method: 'get' | 'post'
  /** What was sent to it, as name and value. */
  sent: readonly (readonly [string, string])[]
}

/**
 * In place of a customer's page while it cannot be made: nothing he wrote is lost, and one press sends it
 * again.
 */
export function renderAwayPage({ lang, action, method, sent }: AwayView): string {
  const { page, rating } = customerText(lang)
  const comment = sent.find(([name]) => name === 'comment')?.[1]
  const body = html`<div class="hero plain">${symbol('clock')}</div>
    ${heading(page.awayTitle)}
    <p class="lead" role="status">${comment ? rating.failed : page.awayText}</p>
    <form method="${method}" action="${action}">
      ${sent
        .filter(([name]) => name !== 'comment')
        .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      ${
        comment &&
        html`<div class="comment">
          <label for="comment">${rating.yourComment}</label>
          <textarea
            id="comment"
            name="comment"
            rows="3"
            maxlength="${COMMENT_LIMIT}"
            dir="${direction(lang)}"
          >
${comment}</textarea>
        </div>`
      }
      <button class="main">${rating.retry}</button>
    </form>`
  return pageDocument({ lang, brand: null, title: page.awayTitle, body })
}
