import type { Memory } from './memory.ts'
import { el, icon } from './dom.ts'
import type { WidgetText } from '../webchat/schema.ts'

/** Where the visitor writes. Enter sends, Shift+Enter breaks the line; a draft outlives the page. */
export function makeComposer(text: WidgetText, memory: Memory, send: (body: string) => void) {
  const field = el('textarea', {
    rows: 1,
    maxlength: 5000,
    'aria-label': text.chat.type,
    placeholder: text.chat.type,
    enterkeyhint: 'send',
    oninput: changed,
    onkeydown: (event) => {
      // While a word is being composed (Japanese, Chinese…) Enter belongs to the input method.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
      event.preventDefault()
      submit()
    },
  })
  const button = el('button', { type: 'submit', class: 'post', 'aria-label': text.chat.send }, icon('send'))
  const element = el(
    'form',
    {
      class: 'composer',
      onsubmit: (event) => {
        event.preventDefault()
        submit()
        field.focus()
      },
    },
    field,
    button,
  )
  field.value = memory.get('draft') ?? ''
  button.disabled = field.value.trim() === ''

  function changed(): void {
    button.disabled = field.value.trim() === ''
    memory.set('draft', field.value === '' ? null : field.value)
    grow()
  }

  function grow(): void {
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight}px`
  }

  function submit(): void {
    const body = field.value.trim()
    if (body === '') return
    // First taken over by the outbox, then emptied here: in between it is in both places, never in none.
    send(body)
    field.value = ''
    changed()
  }

  return { element, focus: () => field.focus({ preventScroll: true }), grow }
}
