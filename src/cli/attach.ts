import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../platform/config.ts'
import type { Connection } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { isRunning } from '../platform/postgres/process-info.ts'
import { DataFolderInUse } from '../platform/postgres/lock.ts'
import { openStore } from '../main.ts'

/**
 * The database for a command: the one a running Candor serves from this data folder, else one opened for
 * the command alone.
 */
export async function attachStore(
  config: Config,
  log: Log,
): Promise<{ connection: Connection; close(): Promise<void> }> {
  try {
    return await openStore(config, log)
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error
    for (let tries = 0; tries < 100; tries += 1) {
      const connection = runningServer(config.dataDir)
      if (connection) return { connection, close: async () => {} }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw error
  }
}

/** The server's own pid file names its socket folder (line 5) and says when it is ready (line 8). */
function runningServer(dataDir: string): Connection | null {
  const file = join(dataDir, 'postgres', 'postmaster.pid')
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const host = lines[4]?.trim()
  if (!host || lines[7]?.trim() !== 'ready' || !isRunning(Number(lines[0]))) return null
  return { host, port: 5432, user: 'postgres', database: 'postgres' }
}
