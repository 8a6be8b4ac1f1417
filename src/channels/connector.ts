import type { z } from 'zod'
import type { Instant } from '../policy/decision.ts'
import type { Channel } from './channel.ts'
import type { Failed } from './failure.ts'

/** What an account's channel is made of. `account` null: not connected, only its capabilities are of interest. */
export type ConnectorDeps<Account> = {
  account: Account | null
  workspaceId: string
  /** The address of this installation. */
  publicUrl: string
  /** Where this account's provider calls us. */
  hookUrl: string
  /** Hosts of our own network that an account may name. */
  privateHosts: readonly string[]
  now: () => Instant
}

/** How a workspace gets a channel: what has to be known of its account, and what is made of that. */
export type Connector = {
  account: z.ZodObject
  open(deps: ConnectorDeps<never>): Channel
  /** What to do at the provider with the address of the hook. */
  setup: string
  /** Tells the provider of the hook, where that can be done for people; what went wrong, or null. */
  announce?: (deps: { account: never; hookUrl: string }) => Promise<Failed | null>
}

/** Keeps the schema and the factory of a connector together. */
export function connector<Schema extends z.ZodObject>(
  account: Schema,
  open: (deps: ConnectorDeps<z.infer<Schema>>) => Channel,
  setup: string,
  announce?: (deps: { account: z.infer<Schema>; hookUrl: string }) => Promise<Failed | null>,
): Connector {
  const hook = announce ? { announce: announce as Connector['announce'] } : {}
  return { account, open: open as Connector['open'], setup, ...hook }
}
