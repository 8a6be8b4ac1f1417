import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning, processInfo, waitForExit } from './process-info.ts'

const STOP_MS = 20_000

/**
 * Deals with what the last run may have left: a server that still runs is stopped (fast shutdown, then
 * waited for); a pid file that names nobody, a zombie or some other program is removed. Returns whether a
 * server was stopped. The caller holds the folder's lock, so nobody else is using that server.
 */
export async function clearOrphan(folder: string, socketDir: string): Promise<boolean> {
  const pidFile = join(folder, 'postmaster.pid')
  const pid = readPid(pidFile)
  let stopped = false
  if (pid !== null && isOurServer(pid, folder)) {
    process.kill(pid, 'SIGINT')
    if (!(await waitForExit(pid, STOP_MS))) {
      process.kill(pid, 'SIGQUIT')
      await waitForExit(pid, STOP_MS)
    }
    stopped = true
  }
  if (!existsSync(pidFile) || pid === null || !isRunning(pid) || !isOurServer(pid, folder)) {
    rmSync(pidFile, { force: true })
    for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(socketDir, name), { force: true })
  }
  return stopped
}

/** The process id in a pid file's first line, or null. */
export function readPid(pidFile: string): number | null {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
    return Number.isInteger(pid) && pid > 1 ? pid : null
  } catch {
    return null
  }
}

function isOurServer(pid: number, folder: string): boolean {
  const info = processInfo(pid)
  return info !== null && !info.zombie && info.command.includes('postgres') && info.command.includes(folder)
}
