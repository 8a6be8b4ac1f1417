import { useEffect, useSyncExternalStore } from 'react'
import { checkSession, queryClient } from './query-client.ts'

type News = { kind: string; conversation_id?: string; contact_id?: string }

/** A dropped connection is mentioned only when it stays away this long. */
const PATIENCE_MS = 4000
/** News that arrive together are answered by one refetch. */
const GATHER_MS = 250

let connected = true
const watchers = new Set<() => void>()

function setConnected(next: boolean): void {
  if (connected === next) return
  connected = next
  for (const watcher of watchers) watcher()
}

/** False once live updates have been away long enough to be worth a word. */
export function useConnected(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => connected,
  )
}

/** Keeps what is on the screen current while the app is open: news name what to fetch again. */
export function useLiveUpdates(workspaceId: string): void {
  useEffect(() => startLiveUpdates(), [workspaceId])
}

function startLiveUpdates(): () => void {
  let source: EventSource
  let lost: ReturnType<typeof setTimeout> | undefined
  let gather: ReturnType<typeof setTimeout> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let wasOpen = false
  let stopped = false
  const stale = new Map<string, readonly unknown[]>()

  function mark(key: readonly unknown[]): void {
    stale.set(JSON.stringify(key), key)
    gather ??= setTimeout(() => {
      gather = undefined
      const keys = [...stale.values()]
      stale.clear()
      for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey })
    }, GATHER_MS)
  }

  function connect(): void {
    source = new EventSource('/api/v1/stream', { withCredentials: true })
    source.addEventListener('open', () => {
      clearTimeout(lost)
      lost = undefined
      setConnected(true)
      if (wasOpen) void queryClient.invalidateQueries()
      wasOpen = true
    })
    source.addEventListener('news', (event) => {
      for (const key of keysOf(JSON.parse((event as MessageEvent<string>).data) as News)) mark(key)
    })
    source.addEventListener('gap', () => void queryClient.invalidateQueries())
    source.addEventListener('error', () => {
      lost ??= setTimeout(() => setConnected(false), PATIENCE_MS)
      // The browser gives up for good on an answer that is no event stream.
      if (source.readyState !== EventSource.CLOSED || stopped) return
      checkSession()
      retry = setTimeout(connect, 3000)
    })
  }

  connect()
  return () => {
    stopped = true
    clearTimeout(lost)
    clearTimeout(gather)
    clearTimeout(retry)
    source.close()
    setConnected(true)
  }
}

function keysOf({ kind, conversation_id, contact_id }: News): (readonly unknown[])[] {
  // What one may see of ratings is a setting, too: it takes effect at once (I15).
  if (kind === 'settings')
    return [
      ['csat-settings'],
      ['channels'],
      ['me'],
      ['conversation'],
      ['timeline'],
      ['contact'],
      ['responses'],
      ['cases'],
      ['notices'],
    ]
  if (kind === 'case') return [['cases'], ['reports', 'follow-up']]
  if (kind === 'notice') return [['notices']]
  if (kind === 'member') return [['members'], ['teams'], ['me']]
  const keys: (readonly unknown[])[] = [['conversations']]
  // Answered, changed, set aside, or replied to since.
  if (kind === 'survey' || kind === 'message') keys.push(['responses'])
  if (kind === 'survey') keys.push(['channels', 'dead'])
  if (conversation_id) {
    keys.push(
      ['conversation', conversation_id],
      ['timeline', conversation_id],
      ['decisions', conversation_id],
    )
    keys.push(['surveys', conversation_id])
  }
  if (contact_id) keys.push(['contact', contact_id])
  return keys
}
