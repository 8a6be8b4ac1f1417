import type { Chat } from './chat.ts'
import { makeComposer } from './composer.ts'
import { makeConversationList } from './conversation-list.ts'
import { el, icon, setAttribute, setText } from './dom.ts'
import { MessageList } from './message-list.ts'
import type { WidgetText } from '../webchat/schema.ts'

/** A gap in the line shorter than this is nobody's business. */
const PATIENCE_MS = 3000
/** On screens this small the panel covers everything, so the focus must stay in it. */
export const isSmallScreen = (): boolean => matchMedia('(max-width: 480px)').matches

/** The chat window: header, conversation or list of conversations, composer. */
export function makePanel(chat: Chat, text: WidgetText, close: () => void) {
  const { workspace } = chat.config
  const messages = new MessageList(chat, text)
  const composer = makeComposer(text, chat.memory, (body) => chat.send(body))
  const list = makeConversationList(chat, text, () => composer.focus())
  const note = el('p', { class: 'note', role: 'status' })
  const ended = el('p', { class: 'ended' }, text.chat.ended)
  const listButton = el(
    'button',
    {
      type: 'button',
      class: 'round',
      'aria-label': text.chat.conversations,
      onclick: () => chat.showList(true),
    },
    icon('list'),
  )
  const backButton = el(
    'button',
    { type: 'button', class: 'round', 'aria-label': text.chat.back, onclick: () => chat.showList(false) },
    icon('back'),
  )
  const subtitle = el('span', { class: 'subtitle' })
  const header = el(
    'header',
    {},
    backButton,
    portrait(workspace.name, workspace.logo),
    el('div', { class: 'title' }, el('h2', { id: 'candor-title' }, workspace.name), subtitle),
    listButton,
    el(
      'button',
      { type: 'button', class: 'round', 'aria-label': text.chat.close, onclick: close },
      icon('close'),
    ),
  )
  const element = el(
    'div',
    { class: 'panel', role: 'dialog', 'aria-labelledby': 'candor-title', hidden: true, onkeydown: keys },
    header,
    note,
    messages.element,
    list.element,
    ended,
    composer.element,
  )
  let lineDownSince = 0

  function keys(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.isComposing) {
      event.stopPropagation()
      close()
    }
    if (event.key === 'Tab' && isSmallScreen()) keepFocus(event)
  }

  function keepFocus(event: KeyboardEvent): void {
    const reachable = [...element.querySelectorAll<HTMLElement>('button,textarea,a,[tabindex="0"]')].filter(
      (node) => node.tabIndex >= 0 && !node.matches(':disabled') && node.offsetParent !== null,
    )
    const focused = (element.getRootNode() as ShadowRoot).activeElement
    const [edge, other] = event.shiftKey ? [reachable[0], reachable.at(-1)] : [reachable.at(-1), reachable[0]]
    if (focused !== edge) return
    event.preventDefault()
    other?.focus()
  }

  function update(): void {
    const listed = chat.list !== null
    setAttribute(messages.element, 'hidden', listed)
    setAttribute(list.element, 'hidden', !listed)
    setAttribute(backButton, 'hidden', !listed)
    setAttribute(listButton, 'hidden', listed || chat.conversations < 2)
    setAttribute(ended, 'hidden', listed || !chat.conversation?.ended)
    setAttribute(composer.element, 'hidden', listed)
    setAttribute(element, 'aria-modal', isSmallScreen() ? 'true' : null)
    setText(subtitle, listed ? text.chat.conversations : (agentOf(chat) ?? ''))
    showLine()
    if (listed) list.update()
    else messages.update()
  }

  function showLine(): void {
    if (chat.lineUp) lineDownSince = 0
    else if (lineDownSince === 0) {
      lineDownSince = Date.now()
      setTimeout(showLine, PATIENCE_MS + 50)
    }
    const down = lineDownSince > 0 && Date.now() - lineDownSince > PATIENCE_MS
    setText(note, down ? text.chat.reconnecting : '')
  }

  return {
    element,
    update,
    shown(): void {
      composer.grow()
      messages.toEnd()
    },
    focus(): void {
      // On a touch screen the keyboard would cover half of what one came to read.
      if (matchMedia('(pointer: coarse)').matches) element.querySelector<HTMLElement>('.scroller')?.focus()
      else composer.focus()
    },
  }
}

/** The name of whoever of the team wrote last. */
function agentOf(chat: Chat): string | null {
  return chat.messages.findLast(({ author }) => author.kind === 'teammate')?.author.name ?? null
}

/** The workspace's logo; its initials where there is none or the host page forbids the image. */
function portrait(name: string, logo: string | null): HTMLElement {
  const initials = (name.match(/[\p{L}\p{N}]+/gu) ?? [])
    .slice(0, 2)
    .map((word) => [...word][0])
    .join('')
    .toUpperCase()
  const frame = el('span', { class: 'portrait', 'aria-hidden': 'true' }, initials)
  if (logo) {
    const image = el('img', { alt: '', onload: () => frame.replaceChildren(image) })
    image.src = logo
  }
  return frame
}
