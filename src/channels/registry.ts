import type { Context } from '../platform/context.ts'
import type { Mailer } from '../platform/mailer.ts'
import type { ChannelId } from '../policy/settings.ts'
import {
  type AccountRow,
  fallbackOrder,
  findAccount,
  hookUrl,
  isReadApart,
  noteHealth,
  noteSending,
  settingsOf,
} from './accounts.ts'
import { carrierOf, isInApp } from './address.ts'
import type { Channel, Channels, Gate, Line, SendResult } from './channel.ts'
import { type Connector, connector } from './connector.ts'
import { CONNECTORS, type Connectors } from './connectors.ts'
import { emailInAccount } from './email/mailbox-account.ts'
import { emailChannel, type EmailDeps } from './email/email.ts'
import { replyAddress } from './email/mail-thread.ts'
import { MAIL_PACE, makeGate, openGate } from './gate.ts'
import { inAppChannel } from './in-app.ts'
import { tryMailbox } from './email/try-mailbox.ts'
import { webVoiceChannel } from './email/web-voice.ts'

/** The channels of all workspaces, with what their administration needs beside. */
export type Registry = Channels & {
  /** What every workspace has without an account of its own, as mail by CANDOR_SMTP_URL. */
  installed: Partial<Record<ChannelId, Channel>>
  connectors: Connectors
  /** A channel of these settings, without a gate: to try them, or to know its capabilities (null). */
  open: (connector: Connector, row: HookName | null, settings: Record<string, unknown> | null) => Channel
}

type HookName = Pick<AccountRow, 'workspace_id' | 'channel' | 'hook_secret'>
type Kept = { version: number; line: Line }

/** How long a success that changes nothing need not be written down again, in milliseconds. */
const OK_EVERY_MS = 60_000

/** Answers to a conversation's mails go to the workspace's own mailbox, under an address of the conversation. */
function answersIn({ keys }: Pick<Context, 'keys'>, address: string | undefined): EmailDeps['replyTo'] {
  if (!address?.includes('@')) return undefined
  return ({ workspaceId, conversation }) =>
    replyAddress(keys.replyAddresses, { workspaceId, conversationId: conversation.id, address })
}

/** The channels that this installation, and each workspace of it, can reach customers on. */
export function makeChannels(deps: { ctx: Context; mailer: Mailer; connectors?: Connectors }): Registry {
  const { ctx, mailer } = deps
  const email = connector(
    emailInAccount,
    ({ account }) => emailChannel({ mailer, ...ctx.config, replyTo: answersIn(ctx, account?.user) }),
    'Nothing to paste: what customers write to this mailbox is read within moments. Replies and surveys go out by the mail server of this installation.',
    { tryOut: tryMailbox },
  )
  const connectors = { ...CONNECTORS, email, ...deps.connectors }
  const installed: Registry['installed'] = {
    web_chat: inAppChannel,
    api: inAppChannel,
    ...(mailer.configured ? byMail({ mailer, ...ctx.config }) : {}),
  }
  const own = new Map<string, Kept>()
  const shared = new WeakMap<Channel, Map<string, Gate>>()

  function open(
    connector: Connector,
    row: HookName | null,
    settings: Record<string, unknown> | null,
  ): Channel {
    return connector.open({
      account: settings as never,
      workspaceId: row?.workspace_id ?? '',
      publicUrl: ctx.config.publicUrl,
      hookUrl: row ? hookUrl(ctx, row) : '',
      privateHosts: ctx.config.privateHosts ?? [],
      now: () => ctx.clock.now(),
    })
  }

  /** The account's, made anew when its version is another: one look at its row tells, on whatever node. */
  function ownLine(row: AccountRow, id: ChannelId): Line | null {
    const connector = connectors[id]
    const settings = settingsOf(ctx, row)
    if (!connector || !settings) return null
    const name = `${row.workspace_id}:${row.channel}:${id}`
    const kept = own.get(name)
    if (kept?.version === row.version) return kept.line
    const gate = watched(ctx, row, makeGate(ctx.clock, row.channel === 'email' ? MAIL_PACE : undefined))
    const line = { channel: open(connector, row, settings), gate, hook: row.channel }
    own.set(name, { version: row.version, line })
    return line
  }

  function installedLine(workspaceId: string, id: ChannelId): Line | null {
    const channel = installed[id]
    if (!channel) return null
    if (channel.capabilities.inApp) return { channel, gate: openGate, hook: id }
    const gates = shared.get(channel) ?? new Map<string, Gate>()
    shared.set(channel, gates)
    const gate = gates.get(workspaceId) ?? makeGate(ctx.clock, MAIL_PACE)
    gates.set(workspaceId, gate)
    return { channel, gate, hook: id }
  }

  /** Its own account, else that of the channel that carries it: who sends SMS can follow up calls. */
  async function line(workspaceId: string, channel: ChannelId): Promise<Line | null> {
    for (const owner of isInApp(channel) ? [] : new Set([channel, carrierOf(channel)])) {
      const row = await findAccount(ctx.db, { workspaceId, channel: owner })
      const found = row && ownLine(row, channel)
      if (found) return found
    }
    return installedLine(workspaceId, channel)
  }

  return {
    installed,
    connectors,
    open,
    line,
    async fallback(workspaceId) {
      const order = await fallbackOrder(ctx.db, workspaceId)
      const lines = await Promise.all(order.map((channel) => line(workspaceId, channel)))
      return order.filter((_channel, index) => lines[index])
    },
  }
}

function byMail(deps: EmailDeps): Registry['installed'] {
  return { email: emailChannel(deps), web_voice: webVoiceChannel(deps) }
}

/**
 * A gate that notes on the account how it does: the settings show a provider that refuses the login. Where we read by
 * another way than things go out (a mailbox, a gateway), each has its own note.
 */
function watched(ctx: Context, row: AccountRow, gate: Gate): Gate {
  const name = { workspaceId: row.workspace_id, channel: row.channel, version: row.version }
  const isApart = isReadApart(row.channel)
  let error = isApart ? row.sends_error : row.state === 'failing' ? row.last_error : null
  let okAt = row.last_ok_at ?? -Infinity

  function note(result: SendResult | null): void {
    if (result === null || (result.kind === 'rejected' && result.reason !== 'not_connected')) return
    if (result.kind === 'retry' && result.reason === 'asked_to_wait') return
    const now = ctx.clock.now()
    const found = result.kind === 'accepted' ? null : result.sentence
    if (found === error && (found !== null || isApart || now - okAt < OK_EVERY_MS)) return
    error = found
    if (found === null) okAt = now
    const noted = isApart ? noteSending(ctx.db, name, found) : noteHealth(ctx.db, name, found, now)
    noted.catch((failure: unknown) =>
      ctx.log.warn({ err: failure }, 'the state of a channel could not be noted'),
    )
  }

  return {
    async enter() {
      const passage = await gate.enter()
      if (passage.kind === 'wait') return passage
      return {
        ...passage,
        async ask(send) {
          const result = await passage.ask(send)
          note(result)
          return result
        },
      }
    },
  }
}
