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

/**
 * What a try of an account found before it is stored. `wrong`: nothing is stored, and `field` is the setting to change.
 * `failing`: it may be the provider's fault, so it is stored and stands on the account. `not_tried`: it cannot be told.
 */
export type Tried =
  | { kind: 'works' }
  | { kind: 'not_tried' }
  | { kind: 'wrong'; field: string; sentence: string }
  | { kind: 'failing'; sentence: string }

type Steps<Account> = {
  /** Tells the provider of the hook, where that can be done for people; what went wrong, or null. */
  announce?: (deps: { account: Account; hookUrl: string }) => Promise<Failed | null>
  /** What stands in the place of `setup` while nothing shows that the provider was told. */
  untold?: string
  /** Asks the provider whether it takes this login, where that costs nothing and sends nothing. */
  tryOut?: (deps: { account: Account; privateHosts: readonly string[] }) => Promise<Tried>
}

/** How a workspace gets a channel: what has to be known of its account, and what is made of that. */
export type Connector = Steps<never> & {
  account: z.ZodObject
  open(deps: ConnectorDeps<never>): Channel
  /** What to do at the provider with the address of the hook. */
  setup: string
}

/** Keeps the schema and the factory of a connector together. */
export function connector<Schema extends z.ZodObject>(
  account: Schema,
  open: (deps: ConnectorDeps<z.infer<Schema>>) => Channel,
  setup: string,
  steps: Steps<z.infer<Schema>> = {},
): Connector {
  return { account, open: open as Connector['open'], setup, ...(steps as Steps<never>) }
}
