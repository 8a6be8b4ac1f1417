import { type Score, SCORE_FACES, scoresOn, thumbOf } from '../policy/score.ts'
import type { ChatSurvey } from '../webchat/schema.ts'
import { el, fill, icon, setAttribute } from './dom.ts'
import type { WidgetText } from '../webchat/schema.ts'

const THUMBS = { up: '👍', down: '👎' }

/**
 * A row of scores as radio buttons (O4). Arrow keys only move between them: choosing one rates at once, so
 * it takes a tap, Enter or Space. Thumbs are the scores 1 and 5.
 */
export function makeScores(
  scale: ChatSurvey['scale'],
  text: WidgetText,
  labelledBy: string,
  pick: (score: number) => void,
) {
  const offered: readonly number[] = scoresOn(scale)
  const buttons = offered.map((score) =>
    el(
      'button',
      {
        type: 'button',
        class: 'score',
        role: 'radio',
        'aria-label': name(score),
        onclick: () => pick(score),
      },
      drawing(score),
    ),
  )
  const element = el(
    'div',
    { class: `scores ${scale}`, role: 'radiogroup', 'aria-labelledby': labelledBy, onkeydown: move },
    ...buttons,
  )
  let pointed: number | null = null
  for (const [index, button] of buttons.entries()) {
    const point = (score: number | null) => () => light((pointed = score))
    button.addEventListener('pointerenter', point(offered[index]!))
    button.addEventListener('pointerleave', point(null))
    button.addEventListener('focus', point(offered[index]!))
    button.addEventListener('blur', point(null))
  }
  let picked: number | null = null

  function name(score: number): string {
    const thumb = scale === 'thumbs' && thumbOf(score)
    return thumb ? text.thumbs[thumb] : text.scores[score as Score]
  }

  function drawing(score: number): Node {
    if (scale === 'stars') return icon('star')
    const thumb = scale === 'thumbs' && thumbOf(score)
    const sign = thumb ? THUMBS[thumb] : SCORE_FACES[score as Score].emoji
    return el('span', { 'aria-hidden': 'true' }, sign)
  }

  /** Stars fill up to the one pointed at, else to the one picked. */
  function light(score: number | null): void {
    const upTo = score ?? picked ?? 0
    for (const [index, button] of buttons.entries()) button.classList.toggle('lit', offered[index]! <= upTo)
  }

  function move(event: KeyboardEvent): void {
    const at = buttons.indexOf(
      (event.currentTarget as HTMLElement).querySelector(':focus') as HTMLButtonElement,
    )
    const forth = getComputedStyle(element).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const back = forth === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight'
    const step = [forth, 'ArrowDown'].includes(event.key) ? 1 : [back, 'ArrowUp'].includes(event.key) ? -1 : 0
    if (step === 0 || at < 0) return
    event.preventDefault()
    const next = buttons[(at + step + buttons.length) % buttons.length]!
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1
    next.focus()
  }

  return {
    element,
    name,
    /** The score under the pointer or the focus. */
    pointed: () => pointed,
    focus: () => buttons.find((button) => button.tabIndex === 0)?.focus(),
    show(score: number | null, enabled: boolean): void {
      picked = score
      element.classList.toggle('picked', score !== null)
      for (const [index, button] of buttons.entries()) {
        const mine = offered[index] === score
        setAttribute(button, 'aria-checked', String(mine))
        button.tabIndex = mine || (score === null && index === 0) ? 0 : -1
        button.disabled = !enabled
      }
      light(pointed)
    },
    /** The score as it stands in the thank-you: one face, one thumb, or a row of stars. */
    face(score: number): HTMLElement {
      const face = el('span', { class: `face ${scale}`, 'aria-hidden': 'true' })
      if (scale === 'stars') {
        fill(
          face,
          offered.map((each) => {
            const star = icon('star')
            star.classList.toggle('lit', each <= score)
            return star
          }),
        )
      } else face.append(drawing(score))
      return face
    },
  }
}
