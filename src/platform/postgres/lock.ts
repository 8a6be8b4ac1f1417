import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { systemClock, toIso } from '../clock.ts'
import { processInfo } from './process-info.ts'

/** Another Candor works on this data folder. */
export class DataFolderInUse extends Error {
  constructor(dataDir: string, pid: number, since: string) {
    super(
      `Another Candor (process ${pid}, since ${since}) is using the data folder ${dataDir}. ` +
        'Stop it first, or start this one with another --data-dir.',
    )
    this.name = 'DataFolderInUse'
  }
}

type Holder = { pid: number; startedAt: string; since: string }

/**
 * Takes the data folder for this process. The lock names the process and when it started, so that one left
 * by a killed process, even if its number was given to another, is seen as stale. Throws DataFolderInUse.
 */
export function lockDataFolder(dataDir: string): { release(): void } {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, 'candor.lock')
  const mine = writeOwn(dataDir)
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      try {
        // link() fails if the name exists, and the file is whole from its first moment.
        linkSync(mine, file)
        return { release: () => releaseIfMine(file) }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = readHolder(file)
      if (holder && isAlive(holder)) throw new DataFolderInUse(dataDir, holder.pid, holder.since)
      clearStale(file, holder)
    }
    throw new DataFolderInUse(dataDir, 0, 'just now')
  } finally {
    rmSync(mine, { force: true })
  }
}

function writeOwn(dataDir: string): string {
  const path = join(dataDir, `candor.lock.${process.pid}`)
  const holder: Holder = {
    pid: process.pid,
    startedAt: processInfo(process.pid)?.startedAt ?? '',
    since: toIso(systemClock.now()),
  }
  const fd = openSync(path, 'w', 0o600)
  writeSync(fd, JSON.stringify(holder))
  fsyncSync(fd)
  closeSync(fd)
  return path
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return null
  }
}

function isAlive(holder: Holder): boolean {
  const info = processInfo(holder.pid)
  return info !== null && !info.zombie && info.startedAt === holder.startedAt
}

/** Moves the stale lock aside and looks again: of two that clear it at once, one must not remove the other's new lock. */
function clearStale(file: string, seen: Holder | null): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const moved = readHolder(aside)
  if (moved && moved.pid !== seen?.pid && isAlive(moved)) {
    try {
      linkSync(aside, file)
    } catch {
      // A third one has taken it meanwhile.
    }
  }
  rmSync(aside, { force: true })
}

function releaseIfMine(file: string): void {
  if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true })
}
