import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** What the system knows of a process: when it started (in its own unit) and its command line. */
export type ProcessInfo = { startedAt: string; command: string; zombie: boolean }

/** Looks a process up, or null when there is none of that id. */
export function processInfo(pid: number): ProcessInfo | null {
  return existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid)
}

function fromProc(pid: number): ProcessInfo | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything; the fields follow its last ")".
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return { startedAt: fields[19] ?? '', command, zombie: fields[0] === 'Z' }
  } catch {
    return null
  }
}

function fromPs(pid: number): ProcessInfo | null {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=,command=', '-p', String(pid)], {
      encoding: 'utf8',
    }).trim()
    const [state = '', ...rest] = line.split(/\s+/)
    return {
      startedAt: rest.slice(0, 5).join(' '),
      command: rest.slice(5).join(' '),
      zombie: state.startsWith('Z'),
    }
  } catch {
    return null
  }
}

/** True while a process of that id runs (a zombie does not). */
export function isRunning(pid: number): boolean {
  const info = processInfo(pid)
  return info !== null && !info.zombie
}

/** Waits until a process is gone; false when it still runs after `ms`. */
export async function waitForExit(pid: number, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += 25) {
    if (!isRunning(pid)) return true
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return !isRunning(pid)
}
