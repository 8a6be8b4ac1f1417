import type { Log } from './log.ts'

/** What this process does beside the queue: above all, waiting for servers of others. */
export type BesideQueue = {
  /** Begins work under a name and does not wait for it; what goes wrong with it goes to the log. */
  begin: (name: string, work: () => Promise<void>) => void
  has: (name: string) => boolean
  readonly size: number
  /** Settles when the next of what is under way is over, or when nothing new is to be begun. */
  next: () => Promise<void>
  /** Nothing new is to be begun. */
  readonly isStopping: boolean
  /** Settles when nothing is under way here; true if something was. */
  settled: () => Promise<boolean>
  /** Begins nothing more and waits for what is under way. */
  stop: () => Promise<void>
}

/**
 * The waiting for others, beside the queue, whose few workers are therefore free for everything else. Who begins
 * something here has noted before who takes it up when this process is gone (`what` is its name in the log).
 */
export function besideQueue(log: Log, what: string): BesideQueue {
  const open = new Map<string, Promise<void>>()
  let isStopping = false
  let waiting: (() => void)[] = []

  function wake(): void {
    const woken = waiting
    waiting = []
    for (const go of woken) go()
  }

  async function all(): Promise<void> {
    await Promise.all(open.values())
  }

  return {
    begin(name, work) {
      const done = work()
        .catch((error: unknown) => log.warn({ err: error, name }, `${what} was left in the middle`))
        .finally(() => {
          open.delete(name)
          wake()
        })
      open.set(name, done)
    },
    next: () => (isStopping ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    has: (name) => open.has(name),
    get size() {
      return open.size
    },
    get isStopping() {
      return isStopping
    },
    async settled() {
      const wasBusy = open.size > 0
      await all()
      return wasBusy
    },
    async stop() {
      isStopping = true
      wake()
      await all()
    },
  }
}
