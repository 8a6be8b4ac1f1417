import { type AccountRow, loadProgress, saveProgress, settingsOf } from '../channels/accounts.ts'
import type { Channels, IncomingEvent } from '../channels/channel.ts'
import { watchMailbox } from '../channels/email/email-in.ts'
import type { EmailInAccount } from '../channels/email/mailbox-account.ts'
import type { AsideMail, MailboxPosition } from '../channels/email/email-in-read.ts'
import { toIso } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { makeNotes } from './reading-notes.ts'
import { takeEvent } from './take-event.ts'
import { type Watch, watchAccounts } from './watch-accounts.ts'

type Deps = { ctx: Context; channels: Channels }

/** Watches the mailboxes of all workspaces that no other process watches (see `watchAccounts`). */
export function watchMailboxes(deps: Deps, everyMs?: number): Watch {
  return watchAccounts(deps.ctx, { channel: 'email', begin: (row) => begin(deps, row), everyMs })
}

function begin({ ctx, channels }: Deps, row: AccountRow): Watch {
  const hook = { workspaceId: row.workspace_id, channel: 'email' as const }
  const account = settingsOf(ctx, row) as EmailInAccount
  const { note, isShown, written } = makeNotes(ctx, row)
  const watch = watchMailbox({
    account,
    own: ownAddresses(account, ctx.config.mailFrom),
    privateHosts: ctx.config.privateHosts ?? [],
    log: ctx.log,
    now: () => ctx.clock.now(),
    load: async () => (await loadProgress(ctx.db, hook)) as MailboxPosition | null,
    async save(position) {
      const isOurs = await saveProgress(ctx.db, { ...hook, version: row.version }, position)
      // Whoever reads the changed account goes on where we were.
      if (!isOurs) throw new Error('the account was changed meanwhile')
    },
    async take(events: IncomingEvent[]) {
      for (const event of events) await takeEvent({ ctx, channels }, hook, event)
    },
    onAside: (mail) => note(asideSentence(mail)),
    onState(failure, position) {
      if (failure) return note(failure.sentence)
      const { aside } = position ?? {}
      note(aside && isShown(aside) ? asideSentence(aside) : null)
    },
  })
  return {
    async stop() {
      await watch.stop()
      await written()
    },
  }
}

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
