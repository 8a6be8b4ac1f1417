import { useSyncExternalStore } from 'react'
import type { Message } from '../../../inbox/schema.ts'
import { messageOf, post } from '../../api/request.ts'
import { appendEntry, patchConversation } from '../cache.ts'

/** A reply on its way, or one that did not get through. Kept on this device until the server has it. */
export type Outgoing = {
  /** Also the idempotency key: however often it is tried, it arrives once. */
  key: string
  conversationId: string
  author: { id: string; name: string }
  body: string
  at: string
  state: 'sending' | 'failed'
  problem?: string
}

const STORE = 'candor.outbox'
const watchers = new Set<() => void>()
let box: Outgoing[] = restore()

function restore(): Outgoing[] {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE) ?? '[]') as Outgoing[]
    // The page was closed before an answer came; trying again is safe.
    return kept.map((each) => ({ ...each, state: 'failed' as const }))
  } catch {
    return []
  }
}

function write(next: Outgoing[]): void {
  box = next
  try {
    localStorage.setItem(STORE, JSON.stringify(box))
  } catch {
    // Private windows may refuse; the reply is still in memory.
  }
  for (const watcher of watchers) watcher()
}

/** The unsent replies of all conversations. */
export function useOutbox(): Outgoing[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => box,
  )
}

/** Sends a reply; it stays in the outbox until the server has it. */
export function sendReply(conversationId: string, author: Outgoing['author'], body: string): void {
  const reply: Outgoing = {
    key: crypto.randomUUID(),
    conversationId,
    author,
    body,
    at: new Date().toISOString(),
    state: 'sending',
  }
  write([...box, reply])
  void deliver(reply)
}

/** How many replies have not arrived yet. */
export const countUnsent = () => box.length

/** Leaves nothing for whoever signs in next on this device. */
export function forgetOutbox(): void {
  write([])
  try {
    localStorage.removeItem(STORE)
  } catch {
    // As above.
  }
}

/** Tries a failed reply again. */
export function retryReply(key: string): void {
  const reply = box.find((each) => each.key === key)
  if (!reply || reply.state === 'sending') return
  const again: Outgoing = { ...reply, state: 'sending' }
  write(box.map((each) => (each.key === key ? again : each)))
  void deliver(again)
}

/** Takes an unsent reply out and returns its text. */
export function dropReply(key: string): string {
  const body = box.find((each) => each.key === key)?.body ?? ''
  write(box.filter((each) => each.key !== key))
  return body
}

async function deliver({ key, conversationId, author, body }: Outgoing): Promise<void> {
  try {
    const path = `/conversations/${conversationId}/messages`
    const sent = await post<Message>(path, { author: { kind: 'teammate', id: author.id }, body }, key)
    appendEntry(conversationId, {
      id: sent.id,
      at: sent.sent_at,
      kind: 'message',
      actor: { kind: 'teammate', id: author.id, name: author.name },
      data: { body: sent.body },
    })
    patchConversation(conversationId, {
      last_message_preview: body.slice(0, 200),
      last_message_author: 'teammate',
      last_message_at: sent.sent_at,
      unread: false,
    })
    write(box.filter((each) => each.key !== key))
  } catch (error) {
    const problem = messageOf(error)
    write(box.map((each) => (each.key === key ? { ...each, state: 'failed', problem } : each)))
  }
}
