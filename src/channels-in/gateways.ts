import { type AccountRow, loadProgress, saveProgress, settingsOf } from '../channels/accounts.ts'
import type { Channels } from '../channels/channel.ts'
import type { DiscordAccount } from '../channels/discord/discord.ts'
import { watchGateway } from '../channels/discord/gateway.ts'
import type { GatewayPosition, Timing } from '../channels/discord/gateway-deps.ts'
import { peopleOn } from '../inbox/contacts/people-on.ts'
import { toIso } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { makeNotes } from './reading-notes.ts'
import { takeEvent } from './take-event.ts'
import { type Watch, watchAccounts } from './watch-accounts.ts'

type Deps = { ctx: Context; channels: Channels }
/** For tests: how often the accounts are looked at, and another Discord. */
type How = { everyMs?: number; baseUrl?: string; timing?: Partial<Timing> }

/** Keeps the Discord bots of all workspaces connected that no other process keeps (see `watchAccounts`). */
export function watchGateways(deps: Deps, how: How = {}): Watch {
  const { everyMs } = how
  return watchAccounts(deps.ctx, { channel: 'discord', begin: (row) => begin(deps, row, how), everyMs })
}

function begin({ ctx, channels }: Deps, row: AccountRow, { baseUrl, timing }: How): Watch {
  const hook = { workspaceId: row.workspace_id, channel: 'discord' as const }
  const { note, isShown, written } = makeNotes(ctx, row)
  const watch = watchGateway({
    account: settingsOf(ctx, row) as DiscordAccount,
    publicUrl: ctx.config.publicUrl,
    ...(baseUrl ? { baseUrl } : {}),
    ...(timing ? { timing } : {}),
    log: ctx.log,
    now: () => ctx.clock.now(),
    load: async () => (await loadProgress(ctx.db, hook)) as GatewayPosition | null,
    // Of an account that was changed meanwhile nothing is noted; what is brought again is taken once.
    save: async (position) => void (await saveProgress(ctx.db, { ...hook, version: row.version }, position)),
    take: (event) => takeEvent({ ctx, channels }, hook, event),
    people: () => peopleOn(ctx.db, hook, ctx.clock.now()),
    onState(failure, { aside }) {
      if (failure) return note(failure.sentence)
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

function asideSentence({ from, sentAt }: NonNullable<GatewayPosition['aside']>): string {
  const when = `${toIso(sentAt).slice(0, 16).replace('T', ' ')} UTC`
  return `A direct message could not be taken: from ${from} (${when}). All others are read.`
}
