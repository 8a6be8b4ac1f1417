/** What the browser remembers for us between pages: nothing but texts under names. */
export type Memory = {
  get(name: string): string | null
  set(name: string, value: string | null): void
  /** Names that are set and start with `prefix`, without the memory's own prefix. */
  names(prefix: string): string[]
}

/**
 * Local storage under a prefix. Where the host page has none (blocked, full, sandboxed), this page's own
 * memory stands in: the chat works, and is forgotten with the page.
 */
export function openMemory(prefix: string): Memory {
  const local = new Map<string, string>()
  const storage = reachableStorage()
  return {
    get(name) {
      try {
        return local.get(name) ?? storage?.getItem(prefix + name) ?? null
      } catch {
        return null
      }
    },
    set(name, value) {
      local.delete(name)
      try {
        if (value === null) storage?.removeItem(prefix + name)
        else if (storage) storage.setItem(prefix + name, value)
        else local.set(name, value)
      } catch {
        if (value !== null) local.set(name, value)
      }
    },
    names(start) {
      const found = [...local.keys()]
      try {
        for (const key of Object.keys(storage ?? {})) {
          if (key.startsWith(prefix)) found.push(key.slice(prefix.length))
        }
      } catch {
        // The storage went away: what this page remembers is all there is.
      }
      return found.filter((name) => name.startsWith(start))
    },
  }
}

function reachableStorage(): Storage | null {
  try {
    const storage = window.localStorage
    storage.setItem('candor:probe', '1')
    storage.removeItem('candor:probe')
    return storage
  } catch {
    return null
  }
}

/** A random name of 22 characters (132 bits). `crypto.randomUUID` is missing on pages without TLS. */
export function randomName(): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return Array.from(crypto.getRandomValues(new Uint8Array(22)), (byte) => alphabet[byte & 63]).join('')
}
