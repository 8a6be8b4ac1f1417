import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Keys } from './crypto.ts'
import type { CopyOut } from './copy-out.ts'
import type { Db } from './database.ts'
import type { Log } from './log.ts'

/** What every use-case is handed: the database, the time, the keys. Made once in main. */
export type Context = {
  db: Db
  copyOut: CopyOut
  clock: Clock
  config: Config
  keys: Keys
  log: Log
}
