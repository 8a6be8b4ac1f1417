import type { Log } from './log.ts'

/** Workers at work. `ended` settles when they are not any more, whoever ended them. */
export type Workers = { ended: Promise<void>; stop(): Promise<void> }

/** Workers that end by themselves, as when the database went away at a bad moment, are begun anew until `stop`. */
export async function keepRunning(
  begin: () => Promise<Workers>,
  log: Log,
  pauseMs = 1000,
): Promise<{ stop(): Promise<void> }> {
  let isStopping = false
  let current: Workers | null = await begin()

  async function beginAgain(): Promise<Workers | null> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      if (isStopping) return null
      try {
        return await begin()
      } catch (error) {
        log.warn({ err: error }, 'the workers could not be begun anew')
      }
    }
  }

  async function watch(): Promise<void> {
    while (current) {
      await current.ended
      if (isStopping) return
      log.error({ part: 'jobs' }, 'the workers ended; they are begun anew')
      const begun = await beginAgain()
      // Told to stop while these were being begun: nobody else knows of them.
      if (isStopping) return begun?.stop()
      current = begun
    }
  }

  const watched = watch()
  return {
    async stop() {
      isStopping = true
      try {
        await current?.stop()
      } finally {
        await watched
      }
    },
  }
}
