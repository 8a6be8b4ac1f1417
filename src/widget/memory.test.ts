import { afterEach, describe, expect, it, vi } from 'vitest'
import { openMemory, randomName } from './memory.ts'
import { Outbox } from './outbox.ts'

afterEach(() => vi.unstubAllGlobals())

/** A browser's storage, as far as we use it. */
function storage(): Record<string, unknown> {
  const items: Record<string, unknown> = {}
  const define = (name: string, value: unknown) =>
    Object.defineProperty(items, name, { value, enumerable: false })
  define('getItem', (key: string) => items[key] ?? null)
  define('setItem', (key: string, value: string) => void (items[key] = value))
  define('removeItem', (key: string) => void delete items[key])
  return items
}

describe('what the browser remembers', () => {
  it('C6: a page without storage still chats, for as long as it lives', () => {
    vi.stubGlobal('window', {
      get localStorage() {
        throw new Error('SecurityError')
      },
    })
    const memory = openMemory('p:')
    memory.set('draft', 'Hello')
    expect(memory.get('draft')).toBe('Hello')
    expect(memory.names('dr')).toEqual(['draft'])
    memory.set('draft', null)
    expect(memory.get('draft')).toBeNull()
  })

  it('C6: a full storage loses nothing on this page', () => {
    const items = storage()
    let full = false
    vi.stubGlobal('window', {
      localStorage: new Proxy(items, {
        get: (target, key) =>
          key === 'setItem' && full
            ? () => {
                throw new Error('QuotaExceededError')
              }
            : target[key as string],
      }),
    })
    const memory = openMemory('p:')
    full = true
    memory.set('draft', 'still here')
    expect(memory.get('draft')).toBe('still here')
  })

  it('C6: unsent messages outlive the page, and two tabs do not overwrite each other', () => {
    vi.stubGlobal('window', { localStorage: storage() })
    new Outbox(openMemory('p:')).add('from one tab', null, false)
    new Outbox(openMemory('p:')).add('from another', null, false)
    const later = new Outbox(openMemory('p:'))
    expect(later.all.map(({ body, state }) => [body, state])).toEqual([
      ['from one tab', 'waiting'],
      ['from another', 'waiting'],
    ])
    later.remove(later.all[0].clientId)
    expect(new Outbox(openMemory('p:')).all).toHaveLength(1)
  })

  it('C6: names are long, random and plain', () => {
    expect(randomName()).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(randomName()).not.toBe(randomName())
  })
})
