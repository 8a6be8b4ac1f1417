import { type Api, Refused } from './api.ts'

/** The server writes at least a comment every 20 s; a line silent for longer than this is dead. */
const SILENCE_MS = 45_000
/** A page nobody looks at gives its connection back: browsers allow only six per server. */
const HIDDEN_MS = 60_000
const LONGEST_PAUSE_MS = 30_000

export type Listener = {
  /** Something may have changed: also after each time the line was down. */
  onNews(): void
  onLine(up: boolean): void
  /** The token is no longer good. */
  onUnknown(): void
}

/**
 * Keeps a line of news open: reconnects with growing pauses, at once when the network or the page comes
 * back (sleep, tab switch, back-forward cache). Returns a function that hangs up for good.
 */
export function listen(api: Api, token: string, listener: Listener): () => void {
  let line: AbortController | null = null
  let heardAt = 0
  let failures = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let hide: ReturnType<typeof setTimeout> | undefined
  let ended = false

  async function connect(): Promise<void> {
    clearTimeout(retry)
    line?.abort()
    const mine = new AbortController()
    line = mine
    heardAt = Date.now()
    try {
      const response = await api.open('/stream', { token, signal: mine.signal })
      failures = 0
      listener.onLine(true)
      listener.onNews()
      await read(response.body!.getReader(), mine)
    } catch (error) {
      if (ended || line !== mine) return
      if (error instanceof Refused && error.status === 401) return listener.onUnknown()
    }
    if (ended || line !== mine) return
    line = null
    listener.onLine(false)
    if (document.visibilityState === 'hidden') return
    const pause = Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** failures++) * (0.5 + Math.random() / 2)
    retry = setTimeout(connect, pause)
  }

  async function read(reader: ReadableStreamDefaultReader<Uint8Array>, mine: AbortController): Promise<void> {
    const decoder = new TextDecoder()
    let rest = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done || line !== mine) return
      heardAt = Date.now()
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      if (lines.some((text) => text.startsWith('event:'))) listener.onNews()
    }
  }

  const watch = setInterval(() => {
    if (line && Date.now() - heardAt > SILENCE_MS) void connect()
  }, 5000)

  function wake(): void {
    clearTimeout(hide)
    if (document.visibilityState === 'hidden') {
      hide = setTimeout(() => {
        const old = line
        line = null
        old?.abort()
        clearTimeout(retry)
      }, HIDDEN_MS)
      return
    }
    if (!line || Date.now() - heardAt > SILENCE_MS) void connect()
  }

  function lost(): void {
    listener.onLine(false)
  }

  document.addEventListener('visibilitychange', wake)
  window.addEventListener('online', wake)
  window.addEventListener('pageshow', wake)
  window.addEventListener('offline', lost)
  void connect()

  return () => {
    ended = true
    line?.abort()
    clearTimeout(retry)
    clearTimeout(hide)
    clearInterval(watch)
    document.removeEventListener('visibilitychange', wake)
    window.removeEventListener('online', wake)
    window.removeEventListener('pageshow', wake)
    window.removeEventListener('offline', lost)
  }
}
