import { Refused } from './api.ts'
import type { Memory } from './memory.ts'
import { Outbox, type Unsent } from './outbox.ts'

const LONGEST_PAUSE_MS = 30_000

/** How long to wait after so many failures in a row: 1 s, 2 s, 4 s… up to half a minute. */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** failures)
}

type Post = {
  /** Hands one message over; throws when it could not. */
  deliver(unsent: Unsent): Promise<void>
  /** The server will never take it like this. Changes it so that it may, or leaves it refused. */
  refused(unsent: Unsent, refusal: Refused): void
  changed(): void
}

/** Sends what is in the outbox, one after the other and in order, until all of it is confirmed. */
export class Sender {
  readonly outbox: Outbox
  #post: Post
  #busy = false
  #failures = 0
  #pause: ReturnType<typeof setTimeout> | undefined
  #ended = false

  constructor(memory: Memory, post: Post) {
    this.outbox = new Outbox(memory)
    this.#post = post
    window.addEventListener('online', this.now)
  }

  end(): void {
    this.#ended = true
    clearTimeout(this.#pause)
    window.removeEventListener('online', this.now)
  }

  /** Tries a message again that was given up. */
  retry(clientId: string): void {
    const message = this.outbox.all.find((unsent) => unsent.clientId === clientId)
    if (message) message.state = 'sending'
    this.now()
  }

  /** Tries at once, whatever the pause. */
  now = (): void => {
    clearTimeout(this.#pause)
    void this.#flush()
  }

  async #flush(): Promise<void> {
    if (this.#busy || this.#ended) return
    this.#busy = true
    for (let next = this.outbox.next; next && !this.#ended; next = this.outbox.next) {
      next.state = 'sending'
      this.#post.changed()
      try {
        await this.#post.deliver(next)
        this.outbox.remove(next.clientId)
        this.#failures = 0
      } catch (error) {
        if (error instanceof Refused && !error.passing) {
          next.state = 'refused'
          this.#post.refused(next, error)
          continue
        }
        next.state = 'waiting'
        const asked = error instanceof Refused ? error.retryAfterMs : 0
        this.#pause = setTimeout(this.now, Math.max(pauseAfter(this.#failures++), asked))
        break
      }
    }
    this.#busy = false
    this.#post.changed()
  }
}
