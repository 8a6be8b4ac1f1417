import type { Log } from '../../platform/log.ts'
import type { Instant } from '../../policy/decision.ts'
import type { IncomingEvent, Taken } from '../channel.ts'
import type { Failed } from '../failure.ts'
import type { DiscordAccount } from './discord.ts'
import type { GatewaySession } from './gateway-connection.ts'

/** How far the direct messages to a bot were taken. Another application begins anew. */
export type GatewayPosition = {
  applicationId: string
  session: GatewaySession | null
  /** What was written until then was taken; null before the first connection. */
  aliveAt: Instant | null
  /** Since when something may have been missed that is still to be fetched. */
  gapFrom: Instant | null
  /** The last one that was left at Discord, because it could not be taken. */
  aside?: AsideMessage
}

export type AsideMessage = { from: string; sentAt: Instant; at: Instant }

export type GatewayDeps = {
  account: DiscordAccount
  publicUrl: string
  baseUrl?: string
  /** Where we were; null the first time, and then only what comes from now on is taken. */
  load(): Promise<GatewayPosition | null>
  save(position: GatewayPosition): Promise<void>
  /** Takes an event, each once by its id. When it throws, the same comes again after a while, up to five times. */
  take(event: IncomingEvent): Promise<Taken>
  /** Who may have written meanwhile, by their ids at Discord. */
  people(): Promise<string[]>
  /** How the connection is: null when it stands, else why not. */
  onState(failure: Failed | null, position: GatewayPosition): void
  log: Log
  now(): Instant
  timing?: Partial<Timing>
}

export type Timing = {
  patienceMs: number
  leastBeatMs: number
  firstRetryMs: number
  lastRetryMs: number
  wellMs: number
}
