import { type Memory, randomName } from './memory.ts'

/** A message that the server has not confirmed. */
export type Unsent = {
  /** Names it for the server, so that sending it twice makes one message. */
  clientId: string
  body: string
  at: number
  conversationId: string | null
  fresh: boolean
  state: 'sending' | 'waiting' | 'refused'
}

/** After this long a message found in the memory is too old to be sent by itself. */
const STALE_MS = 24 * 3600_000

/**
 * What was written and is not confirmed. Each message has a place of its own in the browser's memory, so
 * that neither a reload nor a second tab loses one.
 */
export class Outbox {
  #memory: Memory
  #unsent: Unsent[] = []

  constructor(memory: Memory) {
    this.#memory = memory
    for (const name of memory.names('out:')) {
      const message = parse(memory.get(name))
      if (!message || Date.now() - message.at > STALE_MS) memory.set(name, null)
      else this.#unsent.push({ ...message, state: 'waiting' })
    }
    this.#unsent.sort((a, b) => a.at - b.at)
  }

  get all(): readonly Unsent[] {
    return this.#unsent
  }

  /** The next one to send: in order, and none after one that could not be sent yet. */
  get next(): Unsent | undefined {
    return this.#unsent.find((message) => message.state !== 'refused')
  }

  add(body: string, conversationId: string | null, fresh: boolean): void {
    const message: Unsent = {
      clientId: randomName(),
      body,
      at: Date.now(),
      conversationId,
      fresh,
      state: 'sending',
    }
    this.#unsent.push(message)
    this.#memory.set(`out:${message.clientId}`, JSON.stringify(message))
  }

  remove(clientId: string): void {
    this.#unsent = this.#unsent.filter((message) => message.clientId !== clientId)
    this.#memory.set(`out:${clientId}`, null)
  }
}

function parse(text: string | null): Unsent | null {
  try {
    const value = JSON.parse(text ?? '') as Unsent
    return typeof value.clientId === 'string' && typeof value.body === 'string' ? value : null
  } catch {
    return null
  }
}
