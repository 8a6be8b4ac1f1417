import {
  type AccountRow,
  claimAccounts,
  loadProgress,
  noteHealth,
  releaseAccounts,
  saveProgress,
  settingsOf,
} from '../channels/accounts.ts'
import type { Channels, IncomingEvent } from '../channels/channel.ts'
import { type EmailInAccount, watchMailbox } from '../channels/email/email-in.ts'
import type { AsideMail, MailboxPosition } from '../channels/email/email-in-read.ts'
import { toIso } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import { takeEvent } from './take-event.ts'

type Deps = { ctx: Context; channels: Channels }
type Watch = ReturnType<typeof watchMailbox>

const LOOK_EVERY_MS = 30_000

/** One that has not looked for so long is gone, and its mailboxes are taken over. */
const GONE_MS = 75_000

/**
 * Watches the mailboxes of all workspaces that no other process watches, and looks every half minute which are
 * connected, changed or gone. Where two watch the same one for a moment, a mail that is brought twice is taken once.
 */
export function watchMailboxes(deps: Deps, everyMs = LOOK_EVERY_MS): { stop(): Promise<void> } {
  const watched = new Map<string, Watch>()
  const id = newId()
  let looking = look()

  async function look(): Promise<void> {
    try {
      const now = deps.ctx.clock.now()
      const rows = await claimAccounts(deps.ctx.db, 'email', { id, now, until: now + GONE_MS })
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
      await releaseAccounts(deps.ctx.db, id).catch((error: unknown) =>
        deps.ctx.log.debug({ err: error }, 'the mailboxes could not be left to others'),
      )
    },
  }
}

function begin({ ctx, channels }: Deps, row: AccountRow): Watch {
  const hook = { workspaceId: row.workspace_id, channel: 'email' as const }
  const account = settingsOf(ctx, row) as EmailInAccount
  function note(sentence: string | null): void {
    noteHealth(ctx.db, { ...hook, version: row.version }, sentence, ctx.clock.now()).catch((error: unknown) =>
      ctx.log.warn({ err: error }, 'the state of a mailbox could not be noted'),
    )
  }
  return watchMailbox({
    account,
    own: ownAddresses(account, ctx.config.mailFrom),
    privateHosts: ctx.config.privateHosts ?? [],
    log: ctx.log,
    now: () => ctx.clock.now(),
    load: async () => (await loadProgress(ctx.db, hook)) as MailboxPosition | null,
    save: (position) => saveProgress(ctx.db, hook, position),
    async take(events: IncomingEvent[]) {
      for (const event of events) await takeEvent({ ctx, channels }, hook, event)
    },
    onAside: (mail) => note(asideSentence(mail)),
    onState(failure, position) {
      if (failure) return note(failure.sentence)
      const { aside } = position ?? {}
      // Shown for a week, or until somebody has saved the account's settings.
      const isShown = aside && aside.at > row.connected_at && ctx.clock.now() - aside.at < SHOWN_MS
      note(isShown ? asideSentence(aside) : null)
    },
  })
}

const SHOWN_MS = 7 * 86_400_000

function asideSentence({ subject, sender, sentAt }: AsideMail): string {
  const when = sentAt === null ? '' : ` (${toIso(sentAt).slice(0, 16).replace('T', ' ')} UTC)`
  const what = `“${subject || 'without a subject'}” from ${sender || 'nobody that it names'}${when}`
  return `A mail could not be taken and is left in the mailbox: ${what}. All others are read.`
}

/** What comes from these is no customer's. */
function ownAddresses({ user }: EmailInAccount, mailFrom: string): string[] {
  const from = /<([^<>]+)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom
  return [user, from]
    .filter((address) => address.includes('@'))
    .map((address) => address.trim().toLowerCase())
}
