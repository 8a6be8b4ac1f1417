import { useCallback, useSyncExternalStore } from 'react'

const PREFIX = 'candor.draft.'
const memory = new Map<string, string>()
const watchers = new Set<() => void>()

function read(id: string): string {
  const known = memory.get(id)
  if (known !== undefined) return known
  let stored = ''
  try {
    stored = localStorage.getItem(PREFIX + id) ?? ''
  } catch {
    // Storage may be closed to us; memory is enough while the page lives.
  }
  memory.set(id, stored)
  return stored
}

/** Keeps the draft of a conversation on this device, through reloads. */
export function writeDraft(id: string, body: string): void {
  memory.set(id, body)
  try {
    if (body) localStorage.setItem(PREFIX + id, body)
    else localStorage.removeItem(PREFIX + id)
  } catch {
    // As above.
  }
  for (const watcher of watchers) watcher()
}

/** Leaves nothing for whoever signs in next on this device. */
export function forgetDrafts(): void {
  memory.clear()
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  } catch {
    // As above.
  }
  for (const watcher of watchers) watcher()
}

/** The unsent text of a conversation. */
export function useDraft(id: string): [string, (body: string) => void] {
  const draft = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => read(id),
  )
  return [draft, useCallback((body: string) => writeDraft(id, body), [id])]
}
