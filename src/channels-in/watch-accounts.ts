import { type AccountRow, claimAccounts, releaseAccounts } from '../channels/accounts.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import type { ChannelId } from '../policy/settings.ts'

export type Watch = { stop(): Promise<void> }

type Kind = {
  channel: ChannelId
  /** Begins to read one account, as it is now; a changed one is begun anew. */
  begin: (row: AccountRow) => Watch
  everyMs?: number
}

const LOOK_EVERY_MS = 30_000

/** A process that has not looked for so long is gone, and its accounts are taken over. */
const GONE_MS = 75_000

/**
 * Reads the accounts of one kind in all workspaces that no other process reads, and looks every half minute which are
 * connected, changed or gone. Where two read the same one for a moment, what is brought twice is taken once.
 */
export function watchAccounts(
  { db, clock, log }: Pick<Context, 'db' | 'clock' | 'log'>,
  { channel, begin, everyMs = LOOK_EVERY_MS }: Kind,
): Watch {
  const watched = new Map<string, Watch>()
  const id = newId()
  let looking = look()

  async function look(): Promise<void> {
    try {
      const now = clock.now()
      const rows = await claimAccounts(db, channel, { id, now, until: now + GONE_MS })
      const wanted = new Map(rows.map((row) => [`${row.workspace_id}:${row.version}`, row]))
      for (const [name, watch] of watched) {
        if (wanted.has(name)) continue
        watched.delete(name)
        await watch.stop()
      }
      for (const [name, row] of wanted) if (!watched.has(name)) watched.set(name, begin(row))
    } catch (error) {
      log.warn({ err: error, channel }, 'the list of accounts to read could not be read')
    }
  }

  const timer = setInterval(() => {
    looking = looking.then(look)
  }, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await looking
      await Promise.all([...watched.values()].map((watch) => watch.stop()))
      await releaseAccounts(db, id).catch((error: unknown) =>
        log.debug({ err: error, channel }, 'accounts could not be left to others'),
      )
    },
  }
}
