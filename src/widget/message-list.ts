import type { ChatMessage } from '../webchat/schema.ts'
import type { Chat } from './chat.ts'
import { closingCard } from './closing-card.ts'
import { el, fill, setAttribute, setText, withLinks } from './dom.ts'
import { RatingCard } from './rating-card.ts'
import type { WidgetText } from '../webchat/schema.ts'
import { dayName, timeName } from './times.ts'

/** One thing in the list: it has a place in time, a name, and an element that is made once and then kept. */
type Item = { key: string; at: number; make(): Shown }
type Shown = { element: HTMLElement; update?: () => void }

const NEAR_PX = 80

/** The conversation: messages, day lines and rating cards in one list, read out politely as it grows. */
export class MessageList {
  readonly element: HTMLElement
  #log: HTMLElement
  #chat: Chat
  #text: WidgetText
  #greeting: HTMLElement
  #received: HTMLElement
  #earlier: HTMLButtonElement
  #jump: HTMLButtonElement
  #scroller: HTMLElement
  #shown = new Map<string, Shown>()
  #cards = new Map<string, RatingCard>()
  /** Surveys seen unanswered on this page: they stay at the end, where they were answered. */
  #pinned = new Set<string>()
  #lastKey: string | undefined
  #conversation: string | null = null

  constructor(chat: Chat, text: WidgetText) {
    this.#chat = chat
    this.#text = text
    this.#log = el('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions' })
    this.#greeting = el('p', { class: 'greeting' }, text.chat.greeting)
    this.#received = el('p', { class: 'received' }, text.chat.received)
    this.#earlier = el('button', {
      type: 'button',
      class: 'plain earlier',
      onclick: () => void this.#loadEarlier(),
    })
    this.#earlier.textContent = text.chat.earlier
    this.#jump = el('button', { type: 'button', class: 'jump', hidden: true, onclick: () => this.toEnd() })
    this.#jump.textContent = text.chat.newMessage
    this.#scroller = el(
      'div',
      {
        class: 'scroller',
        tabindex: 0,
        role: 'region',
        'aria-label': text.chat.title,
        onscroll: () => this.#scrolled(),
      },
      this.#earlier,
      this.#greeting,
      this.#log,
      this.#received,
    )
    this.element = el('div', { class: 'messages' }, this.#scroller, this.#jump)
  }

  update(): void {
    const chat = this.#chat
    const changed = chat.conversation?.id !== this.#conversation
    const wasAtEnd = this.#atEnd() || changed
    if (changed) this.#conversation = chat.conversation?.id ?? null
    this.#log.setAttribute('aria-busy', String(changed || !chat.loaded))
    setAttribute(this.#earlier, 'hidden', chat.older === null)
    setAttribute(this.#greeting, 'hidden', !chat.loaded || chat.older !== null)
    const unanswered =
      chat.messages.length > 0 && chat.messages.every(({ author }) => author.kind === 'contact')
    const settled = chat.unsent.length === 0 && !chat.conversation?.ended
    setAttribute(this.#received, 'hidden', !unanswered || !settled)

    const items = this.#withDays(this.#items())
    const keys = new Set(items.map(({ key }) => key))
    for (const [key, { element }] of this.#shown) {
      if (keys.has(key)) continue
      element.remove()
      this.#shown.delete(key)
    }
    let place: Element | null = this.#log.firstElementChild
    for (const item of items) {
      const shown = this.#shown.get(item.key) ?? item.make()
      this.#shown.set(item.key, shown)
      shown.update?.()
      if (shown.element === place) place = place.nextElementSibling
      else this.#log.insertBefore(shown.element, place)
    }
    this.#group(items)
    const last = items.at(-1)?.key
    const grew = last !== this.#lastKey
    this.#lastKey = last
    if (wasAtEnd || (grew && last?.startsWith('own:'))) this.toEnd()
    else if (grew) this.#jump.hidden = false
  }

  /** Scrolls to the newest. */
  toEnd(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight
    this.#jump.hidden = true
  }

  #items(): Item[] {
    const { messages, unsent, surveys, closing } = this.#chat
    const items: Item[] = messages.map((message) => ({
      key: message.client_id ? `own:${message.client_id}` : message.id,
      at: Date.parse(message.sent_at),
      make: () => this.#message(message, message.client_id),
    }))
    for (const survey of surveys) {
      if (survey.can.rate) this.#pinned.add(survey.id)
      const at = this.#pinned.has(survey.id) ? Infinity : Date.parse(survey.sent_at ?? '') || Infinity
      items.push({ key: survey.id, at, make: () => this.#card(survey.id) })
    }
    if (closing) {
      items.push({ key: closing.id, at: Infinity, make: () => ({ element: closingCard(closing.card) }) })
    }
    items.sort((a, b) => a.at - b.at || 0)
    const known = new Set(messages.map((message) => message.client_id))
    const waiting = unsent.filter(({ clientId, conversationId }) => {
      const here = conversationId === null || conversationId === this.#chat.conversation?.id
      return here && !known.has(clientId)
    })
    for (const { clientId, body, at } of waiting) {
      const message = {
        body,
        sent_at: new Date(at).toISOString(),
        author: { kind: 'contact' as const, name: null },
      }
      items.push({ key: `own:${clientId}`, at, make: () => this.#message(message, clientId) })
    }
    return items
  }

  /** Puts a day's name before its first message. */
  #withDays(items: Item[]): Item[] {
    let day = ''
    return items.flatMap((item) => {
      if (item.at === Infinity) return [item]
      const name = dayName(item.at, this.#chat.config.language, this.#text)
      if (name === day) return [item]
      day = name
      const line: Item = {
        key: `day:${name}`,
        at: item.at,
        make: () => ({ element: el('div', { class: 'day' }, el('span', {}, name)) }),
      }
      return [line, item]
    })
  }

  #message(
    { author, body, sent_at }: Pick<ChatMessage, 'author' | 'body' | 'sent_at'>,
    clientId: string | null,
  ): Shown {
    const own = author.kind === 'contact'
    const name = own ? this.#text.chat.you : (author.name ?? this.#nameless(author.kind))
    const state = el('span', { class: 'state' })
    const element = el(
      'div',
      { class: `message ${own ? 'own' : 'theirs'}`, 'data-author': own ? '' : name },
      el('span', { class: own ? 'author hidden' : 'author' }, name),
      el('div', { class: 'bubble', dir: 'auto' }, ...withLinks(body)),
      el('time', { datetime: sent_at }, timeName(Date.parse(sent_at), this.#chat.config.language)),
      state,
    )
    if (!clientId) return { element }
    return { element, update: () => this.#showState(element, state, clientId) }
  }

  #nameless(kind: ChatMessage['author']['kind']): string {
    return kind === 'teammate' ? this.#chat.config.workspace.name : this.#text.chat.bot
  }

  #showState(element: HTMLElement, state: HTMLElement, clientId: string): void {
    const unsent = this.#chat.unsent.find((message) => message.clientId === clientId)
    setAttribute(element, 'data-state', unsent?.state ?? null)
    if (!unsent) return setText(state, '')
    if (unsent.state === 'sending') return setText(state, this.#text.chat.sending)
    if (state.querySelector('button')) return
    fill(state, [
      `${this.#text.chat.notSent} `,
      el('button', { type: 'button', onclick: () => this.#chat.retry(clientId) }, this.#text.chat.retry),
    ])
  }

  #card(id: string): Shown {
    const survey = () => this.#chat.surveys.find((each) => each.id === id)
    const card =
      this.#cards.get(id) ??
      new RatingCard(survey()!, this.#text, {
        rate: (rating) => this.#chat.rate(id, rating),
        seen: () => this.#chat.seen(id),
      })
    this.#cards.set(id, card)
    return {
      element: card.element,
      update: () => {
        const now = survey()
        if (now) card.update(now)
      },
    }
  }

  /** Messages of one author that follow each other stand together, with the name once and the time once. */
  #group(items: Item[]): void {
    let previous: HTMLElement | null = null
    for (const { key } of items) {
      const { element } = this.#shown.get(key)!
      const author = element.dataset['author']
      const joins = author !== undefined && previous?.dataset['author'] === author
      element.classList.toggle('joins', joins)
      previous?.classList.toggle('joined', joins)
      previous = element
    }
    previous?.classList.remove('joined')
  }

  async #loadEarlier(): Promise<void> {
    const before = this.#scroller.scrollHeight
    this.#earlier.disabled = true
    await this.#chat.loadOlder().catch(() => {})
    this.#earlier.disabled = false
    this.#scroller.scrollTop += this.#scroller.scrollHeight - before
    if (this.#earlier.hidden) this.#scroller.focus({ preventScroll: true })
  }

  #atEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller
    return scrollHeight - scrollTop - clientHeight < NEAR_PX
  }

  #scrolled(): void {
    if (this.#atEnd()) this.#jump.hidden = true
  }
}
