import type { ChatListItem } from '../webchat/schema.ts'
import type { Chat } from './chat.ts'
import { el, fill } from './dom.ts'
import type { WidgetText } from '../webchat/schema.ts'
import { dayName } from './times.ts'

/** All conversations of the visitor, the newest first, and the way to begin another. */
export function makeConversationList(chat: Chat, text: WidgetText, chosen: () => void) {
  const element = el('div', { class: 'list' })
  let shown: ChatListItem[] | null = null

  function choose(id: string | null): void {
    chat.choose(id)
    chosen()
  }

  function row(item: ChatListItem): HTMLElement {
    const { last_message: last, subject, can_rate: canRate, updated_at: updatedAt } = item
    const own = last?.from_contact ? `${text.chat.you}: ` : ''
    return el(
      'button',
      { type: 'button', class: 'row', onclick: () => choose(item.id) },
      el('span', { class: 'row-text', dir: 'auto' }, last ? own + last.body : (subject ?? '')),
      el(
        'span',
        { class: 'quiet' },
        dayName(Date.parse(last?.sent_at ?? updatedAt), chat.config.language, text),
        canRate ? ` · ${text.chat.waiting}` : null,
      ),
    )
  }

  return {
    element,
    update(): void {
      if (chat.list === shown) return
      shown = chat.list
      fill(element, [
        ...(shown ?? []).map(row),
        el(
          'button',
          { type: 'button', class: 'primary', onclick: () => choose(null) },
          text.chat.newConversation,
        ),
      ])
    },
  }
}
