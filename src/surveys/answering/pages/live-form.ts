import { html, type Html } from '../../../branding/html.ts'
import type { CustomerText } from '../../../languages/customer-text.ts'

export type LiveForm = {
  action: string
  /** Names it to the stylesheet. */
  name?: 'reply' | 'close'
  /** Proof that it was made for this reader, where he is signed in. */
  check?: string | undefined
  /** What was wrong with what was sent, and under which id its fields point to that. */
  problem: { id: string; text: string | null }
  fields: Html
}

/** A form that the script sends without leaving the page (page.js), and the browser by itself where none runs. */
export function liveForm({ rating }: CustomerText, { action, name, check, problem, fields }: LiveForm): Html {
  return html`<form
    method="post"
    action="${action}"
    ${name && html`class="${name}"`}
    data-live
    data-sending="${rating.sending}"
    data-failed="${rating.failed}"
    data-retry="${rating.retry}"
    data-left="${rating.left}"
  >
    <p class="notice bad" id="${problem.id}" role="alert" ${problem.text === null && html` hidden`}>
      ${problem.text}
    </p>
    ${check !== undefined && html`<input type="hidden" name="check" value="${check}" />`} ${fields}
  </form>`
}
