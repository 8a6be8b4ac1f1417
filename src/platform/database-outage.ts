import { setTimeout as wait } from 'node:timers/promises'
import { isHeldUp, isUnavailable } from './database-failure.ts'

/** How long a write that must not be lost is tried: after each of these pauses, in milliseconds, and not beyond a stop. */
export type Patience = { pausesMs?: readonly number[]; stopping?: AbortSignal | undefined }

/** About a minute: a restart, or another server that takes over. */
const PAUSES_MS = [100, 250, 500, 1000, 2000, 4000, ...Array<number>(10).fill(5000)]

/**
 * Does what cannot be done over again from the start, because the world has moved: while the database is away, or what is
 * needed is held by others, it is tried again. `work` may have been done although it failed, so it must bear a repeat. When
 * the process is to end it is tried one last time at once.
 */
export async function outlast<T>(
  work: () => Promise<T>,
  { pausesMs = PAUSES_MS, stopping }: Patience = {},
): Promise<T> {
  for (const pause of pausesMs) {
    try {
      return await work()
    } catch (error) {
      if (!isUnavailable(error) && !isHeldUp(error)) throw error
    }
    // A stop ends the pause.
    await wait(pause, undefined, { signal: stopping }).catch(() => {})
    if (stopping?.aborted) break
  }
  return work()
}
