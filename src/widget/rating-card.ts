import { asksForComment } from '../policy/score.ts'
import type { ChatSurvey } from '../webchat/schema.ts'
import type { Rating, RatingOutcome } from './send-rating.ts'
import { el, fill, setAttribute, setText } from './dom.ts'
import { makeScores } from './scores.ts'
import type { WidgetText } from '../webchat/schema.ts'

type Phase = 'ask' | 'comment' | 'done'
type Actions = { rate(rating: Rating): Promise<RatingOutcome>; seen(): void }

let cards = 0

/** The card under an ended conversation (I8, I9, O5): one tap rates, then a comment may follow. */
export class RatingCard {
  readonly element: HTMLElement
  #survey: ChatSurvey
  #text: WidgetText
  #actions: Actions
  #phase: Phase
  #picked: number | null
  #saving = 0
  /** The first tap was just now. */
  #completing = false
  #sent: Promise<unknown> = Promise.resolve()
  #problem = ''
  #reasons: Set<string>
  #parts: ReturnType<typeof makeParts>
  #scores: ReturnType<typeof makeScores>

  constructor(survey: ChatSurvey, text: WidgetText, actions: Actions) {
    this.#survey = survey
    this.#text = text
    this.#actions = actions
    this.#picked = survey.score
    this.#phase = survey.score === null ? 'ask' : 'done'
    this.#reasons = new Set(survey.chosen_reasons)
    const id = `candor-question-${++cards}`
    this.#parts = makeParts(id, text)
    this.#scores = makeScores(survey.scale, text, id, (score) => this.#pick(score))
    const { question, caption, more, comment, send, skip, result, change, problem } = this.#parts
    comment.value = survey.comment ?? ''
    send.addEventListener('click', () => void this.#submit())
    skip.addEventListener('click', () => this.#finish())
    change.addEventListener('click', () => this.#reopen())
    this.element = el(
      'section',
      { class: 'card', 'aria-labelledby': id },
      question,
      this.#scores.element,
      caption,
    )
    this.element.append(more, result, change, problem)
    this.#scores.element.addEventListener('pointerover', () => this.#caption())
    this.#scores.element.addEventListener('pointerout', () => this.#caption())
    this.#scores.element.addEventListener('focusin', () => this.#caption())
    if (survey.can.rate) actions.seen()
    this.update(survey)
  }

  /** Shows what the server says now; what the visitor is doing in the card stays. */
  update(survey: ChatSurvey): void {
    this.#survey = survey
    if (this.#saving === 0) {
      if (!survey.can.rate && survey.score !== null && this.#phase === 'ask') this.#phase = 'done'
      if (!survey.can.rate && this.#phase === 'done') this.#picked = survey.score
      if (this.#phase === 'comment' && !this.#open) this.#phase = 'done'
    }
    this.#render()
  }

  /** Another score may be chosen. */
  get #changeable(): boolean {
    return this.#survey.can.rate || this.#survey.can.edit
  }

  /** There is something to do. Where a rating is final, its comment may still follow the tap. */
  get #open(): boolean {
    return this.#changeable || this.#saving > 0 || (this.#completing && this.#survey.state === 'answered')
  }

  #render(): void {
    const { question, more, comment, commentLabel, reasons, send, skip, result, change, problem } =
      this.#parts
    const { message, low_until, can, score } = this.#survey
    const text = this.#text
    const asks = this.#phase !== 'done' && this.#open
    const answered = score !== null || this.#picked !== null
    const low = this.#picked !== null && asksForComment(this.#picked, low_until)
    setText(question, message)
    this.#scores.show(this.#picked, asks && (this.#changeable || this.#phase === 'ask'))
    setAttribute(this.#scores.element, 'hidden', !asks)
    setAttribute(this.element, 'data-phase', asks ? this.#phase : answered ? 'done' : 'closed')

    const commenting = asks && this.#phase === 'comment'
    setAttribute(more, 'hidden', !commenting)
    setAttribute(more, 'data-low', low)
    setText(commentLabel, low ? text.rating.lowPrompt : text.rating.tellMore)
    this.#renderReasons(reasons)
    setText(send, this.#saving > 0 ? text.rating.sending : text.rating.send)
    setText(skip, this.#completing ? text.rating.skip : text.rating.keep)
    comment.disabled = !this.#open

    setAttribute(question, 'hidden', !asks && answered)
    setAttribute(result, 'hidden', asks)
    if (!asks) this.#renderResult(result, answered)
    setAttribute(change, 'hidden', asks || !can.edit)
    setText(problem, this.#problem)
    this.#caption()
  }

  #renderReasons(group: HTMLElement): void {
    const { reasons } = this.#survey
    setAttribute(group, 'hidden', reasons.length === 0)
    if (group.childElementCount === 0) {
      fill(
        group,
        reasons.map((reason) =>
          el('button', { type: 'button', class: 'chip', onclick: () => this.#toggle(reason) }, reason),
        ),
      )
    }
    for (const chip of group.children) {
      setAttribute(chip, 'aria-pressed', String(this.#reasons.has(chip.textContent ?? '')))
    }
  }

  #renderResult(result: HTMLElement, isAnswered: boolean): void {
    if (!isAnswered) {
      const { reason, state } = this.#survey
      const { withdrawn, answered, expired } = this.#text.rating
      const isWithdrawn = reason === 'withdrawn' || state === 'withdrawn'
      return setText(result, isWithdrawn ? withdrawn : reason === 'superseded' ? answered : expired)
    }
    const score = this.#survey.score ?? this.#picked ?? 5
    const comment = this.#survey.comment
    fill(result, [
      this.#scores.face(score),
      el('strong', {}, this.#survey.thank_you || this.#text.rating.thanks),
      el('span', { class: 'quiet' }, `${this.#text.rating.yourRating}: ${this.#scores.name(score)}`),
      comment ? el('q', {}, comment) : null,
    ])
  }

  #caption(): void {
    const shown = this.#scores.pointed() ?? this.#picked
    setText(this.#parts.caption, shown === null ? '' : this.#scores.name(shown))
    setAttribute(this.#parts.caption, 'hidden', this.#phase === 'done' || !this.#open)
  }

  #toggle(reason: string): void {
    if (!this.#reasons.delete(reason)) this.#reasons.add(reason)
    this.#render()
  }

  #pick(score: number): void {
    if (!this.#changeable) return
    const changed = score !== this.#picked || this.#survey.can.rate
    this.#completing ||= this.#survey.can.rate
    this.#picked = score
    this.#phase = 'comment'
    if (changed) void this.#save({ score, ...this.#kept() })
    this.#render()
    if (asksForComment(score, this.#survey.low_until)) this.#parts.comment.focus({ preventScroll: true })
    this.element.scrollIntoView({ block: 'nearest' })
  }

  /** What was said before goes along with a changed score, so that changing one does not empty the other. */
  #kept(): { comment?: string; reasons?: string[] } {
    const { comment, chosen_reasons } = this.#survey
    return { ...(comment ? { comment } : {}), ...(chosen_reasons.length ? { reasons: chosen_reasons } : {}) }
  }

  async #submit(): Promise<void> {
    const comment = this.#parts.comment.value.trim()
    const score = this.#picked
    if (score === null) return
    const reasons = [...this.#reasons]
    const saysMore = comment !== (this.#survey.comment ?? '') || reasons.length > 0
    if (this.#survey.score === null || saysMore) {
      const taken = await this.#save({ score, comment, reasons })
      if (!taken) return
    }
    this.#finish()
  }

  #finish(): void {
    this.#phase = 'done'
    this.#completing = false
    this.#render()
    const { change } = this.#parts
    if (change.hidden) this.element.setAttribute('tabindex', '-1')
    ;(change.hidden ? this.element : change).focus({ preventScroll: true })
    this.element.scrollIntoView({ block: 'nearest' })
  }

  #reopen(): void {
    this.#phase = 'comment'
    this.#render()
    this.#scores.focus()
    this.element.scrollIntoView({ block: 'nearest' })
  }

  async #save(rating: Rating): Promise<boolean> {
    this.#saving++
    this.#problem = ''
    this.#parts.send.disabled = true
    // One after the other: what was chosen last must arrive last.
    const sent = this.#sent.then(() => this.#actions.rate(rating))
    this.#sent = sent
    const outcome = await sent
    this.#saving--
    this.#parts.send.disabled = this.#saving > 0
    if (outcome === 'unreachable') {
      this.#problem = this.#text.rating.failed
      if (this.#survey.score === null && !rating.comment) this.#phase = 'ask'
    } else if (outcome !== null) {
      // Refused: show what the server holds instead, and say that this did not count.
      this.#picked = this.#survey.score
      this.#problem = outcome === 'withdrawn' || outcome === 'expired' ? '' : this.#text.rating.changeClosed
    }
    this.update(this.#survey)
    return outcome === null
  }
}

function makeParts(id: string, text: WidgetText) {
  const commentLabel = el('label', { for: `${id}-comment` })
  const comment = el('textarea', { id: `${id}-comment`, rows: 3, maxlength: 5000 })
  const reasons = el('div', { class: 'chips', role: 'group', 'aria-label': text.rating.reasons })
  const send = el('button', { type: 'button', class: 'primary' })
  const skip = el('button', { type: 'button', class: 'plain' })
  return {
    question: el('p', { class: 'question', id, dir: 'auto' }),
    caption: el('p', { class: 'caption', 'aria-hidden': 'true' }),
    commentLabel,
    comment,
    reasons,
    send,
    skip,
    more: el(
      'div',
      { class: 'more' },
      commentLabel,
      reasons,
      comment,
      el('div', { class: 'actions' }, send, skip),
    ),
    result: el('div', { class: 'result' }),
    change: el('button', { type: 'button', class: 'plain change' }, text.rating.change),
    problem: el('p', { class: 'problem', role: 'alert' }),
  }
}
