import {
  accountsOfAll,
  type AccountRow,
  loadProgress,
  noteHealth,
  saveProgress,
  settingsOf,
} from '../channels/accounts.ts'
import type { Channels, IncomingEvent } from '../channels/channel.ts'
import { type EmailInAccount, watchMailbox } from '../channels/email-in.ts'
import type { MailboxPosition } from '../channels/email-in-read.ts'
import type { Context } from '../platform/context.ts'
import { takeEvent } from './take-event.ts'

type Deps = { ctx: Context; channels: Channels }
type Watch = ReturnType<typeof watchMailbox>

const LOOK_EVERY_MS = 30_000

/**
 * Watches the mailboxes of all workspaces, and looks every half minute which are connected, changed or gone. Several
 * processes may watch the same one: a mail that is brought twice is taken once.
 */
export function watchMailboxes(deps: Deps, everyMs = LOOK_EVERY_MS): { stop(): Promise<void> } {
  const watched = new Map<string, Watch>()
  let looking = look()

  async function look(): Promise<void> {
    try {
      const rows = await accountsOfAll(deps.ctx.db, 'email')
      const wanted = new Map(rows.map((row) => [`${row.workspace_id}:${row.version}`, row]))
      for (const [name, watch] of watched) {
        if (wanted.has(name)) continue
        watched.delete(name)
        await watch.stop()
      }
      for (const [name, row] of wanted) if (!watched.has(name)) watched.set(name, begin(deps, row))
    } catch (error) {
      deps.ctx.log.warn({ err: error }, 'the list of mailboxes could not be read')
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
    },
  }
}

function begin({ ctx, channels }: Deps, row: AccountRow): Watch {
  const hook = { workspaceId: row.workspace_id, channel: 'email' as const }
  const account = settingsOf(ctx, row) as EmailInAccount
  return watchMailbox({
    account,
    own: ownAddresses(account, ctx.config.mailFrom),
    log: ctx.log,
    now: () => ctx.clock.now(),
    load: async () => (await loadProgress(ctx.db, hook)) as MailboxPosition | null,
    save: (position) => saveProgress(ctx.db, hook, position),
    async take(events: IncomingEvent[]) {
      for (const event of events) await takeEvent({ ctx, channels }, hook, event)
    },
    onState(failure) {
      noteHealth(ctx.db, { ...hook, version: row.version }, failure?.sentence ?? null, ctx.clock.now()).catch(
        (error: unknown) => ctx.log.warn({ err: error }, 'the state of a mailbox could not be noted'),
      )
    },
  })
}

/** What comes from these is no customer's. */
function ownAddresses({ user }: EmailInAccount, mailFrom: string): string[] {
  const from = /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom
  return [user, from]
    .filter((address) => address.includes('@'))
    .map((address) => address.trim().toLowerCase())
}
