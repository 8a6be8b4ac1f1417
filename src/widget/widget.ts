import type { ChatConfig } from '../webchat/schema.ts'
import { type Api, Refused } from './api.ts'
import { Chat } from './chat.ts'
import { makePalette } from './color.ts'
import { el, icon, setAttribute, setText } from './dom.ts'
import { openMemory } from './memory.ts'
import { isSmallScreen, makePanel } from './panel.ts'
import type { Settings } from './settings.ts'
import { countUnread, markSeen } from './unread.ts'
import css from './widget.css?inline'

const LONGEST_PAUSE_MS = 60_000
const REOPEN_MS = 30 * 60_000

export type Widget = { open(): void; close(): void; remove(): void }

/** Puts the chat on the page: a host element with a shadow root, so that neither style touches the other. */
export async function showWidget(api: Api, workspace: string, settings: Settings): Promise<Widget | null> {
  const config = await fetchConfig(api, workspace, settings.locale)
  if (!config) return null
  const { text } = config
  const host = document.createElement('candor-chat')
  const root = el('div', { class: 'root', dir: config.direction, lang: config.language })
  paint(host.attachShadow({ mode: 'open' }), root, config)

  const memory = openMemory(`candor:${workspace}:${settings.userId ?? ''}:`)
  const chat = new Chat(api, config, settings, memory, changed)
  const badge = el('span', { class: 'badge', 'aria-hidden': 'true' })
  const launcher = el('button', {
    type: 'button',
    class: 'launcher',
    onclick: () => (isOpen() ? close() : open()),
  })
  launcher.append(icon('chat'), icon('down'), badge)
  const panel = makePanel(chat, text, close)
  root.append(panel.element, launcher)

  const isOpen = (): boolean => !panel.element.hidden
  let waiting = false

  /** Draws once for any number of changes in a row. */
  function changed(): void {
    if (waiting) return
    waiting = true
    queueMicrotask(() => {
      waiting = false
      draw()
    })
  }

  function draw(): void {
    if (isOpen()) {
      panel.update()
      if (document.visibilityState === 'visible') markSeen(chat)
    }
    const unread = isOpen() ? 0 : countUnread(chat)
    setText(badge, unread === 0 ? '' : unread > 9 ? '9+' : String(unread))
    setAttribute(launcher, 'aria-expanded', String(isOpen()))
    const label = isOpen() ? text.chat.close : text.chat.open
    setAttribute(launcher, 'aria-label', unread > 0 ? `${label} (${text.chat.newMessage}: ${unread})` : label)
  }

  function open(): void {
    if (isOpen()) return
    show()
    panel.focus()
  }

  function show(): void {
    panel.element.hidden = false
    memory.set('open', String(Date.now()))
    draw()
    panel.shown()
  }

  function close(): void {
    if (!isOpen()) return
    panel.element.hidden = true
    memory.set('open', null)
    draw()
    launcher.focus({ preventScroll: true })
  }

  const stay = keepOnPage(host)
  document.addEventListener('visibilitychange', changed)
  // Open on the last page a moment ago, open on this one; but on a phone it would cover the page.
  if (Date.now() - Number(memory.get('open')) < REOPEN_MS && !isSmallScreen()) show()
  draw()
  void chat.start()

  return {
    open,
    close,
    remove() {
      document.removeEventListener('visibilitychange', changed)
      stay.disconnect()
      chat.end()
      host.remove()
    },
  }
}

/** Null when there is no such workspace. Anything else is tried again, ever more slowly. */
async function fetchConfig(api: Api, workspace: string, locale: string): Promise<ChatConfig | null> {
  const query = new URLSearchParams({ workspace, lang: locale })
  for (let pause = 2000; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await api.call<ChatConfig>(`/config?${query}`)
    } catch (error) {
      if (error instanceof Refused && !error.passing) {
        console.warn(`Candor: there is no workspace ${workspace} here.`)
        return null
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

/** A constructed style sheet is allowed by content security policies that forbid style elements. */
function paint(shadow: ShadowRoot, root: HTMLElement, config: ChatConfig): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    shadow.adoptedStyleSheets = [sheet]
  } catch {
    const style = document.createElement('style')
    style.textContent = css
    shadow.append(style)
  }
  const { brand, onBrand, accentOnLight, accentOnDark } = makePalette(config.workspace.color)
  for (const [name, value] of Object.entries({ brand, onBrand, accentOnLight, accentOnDark })) {
    root.style.setProperty(`--${name}`, value)
  }
  shadow.append(root)
}

/** Single-page apps replace the body, or empty it: the chat comes back. */
function keepOnPage(host: HTMLElement): MutationObserver {
  const observer = new MutationObserver(attach)
  function attach(): void {
    if (!host.isConnected) document.body?.append(host)
    observer.disconnect()
    observer.observe(document.documentElement, { childList: true })
    if (document.body) observer.observe(document.body, { childList: true })
  }
  attach()
  return observer
}
