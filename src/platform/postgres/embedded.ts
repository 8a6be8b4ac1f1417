import { type ChildProcess, spawn } from 'node:child_process'
import { chownSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '../crypto.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { initialise, serverEnvironment } from './init.ts'
import { clearOrphan, readPid } from './orphan.ts'
import { waitForExit } from './process-info.ts'
import { decideRunAs, type RunAs } from './run-as.ts'

export type EmbeddedPostgres = {
  connection: { host: string; port: number; user: string; database: string }
  pid: number
  /** A server of an earlier run was still alive and had to be stopped first. */
  foundOrphan: boolean
  /** Settles when the server ended without being told to: nothing works any more without a new start. */
  lost: Promise<void>
  stop(): Promise<void>
}

/** Socket addresses have room for about 100 bytes on every system. */
const SOCKET_PATH_LIMIT = 90
const START_MS = 120_000

/**
 * Starts the embedded PostgreSQL in `<dataDir>/postgres`, reachable only over a socket in a private folder,
 * fsync on. It is out of reach of the terminal's Ctrl+C, so that draining can still write, and ends with
 * this process, also when that is killed. The caller holds the data folder's lock. `settings` are
 * further server settings (`name=value`).
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string
  settings?: string[]
  note?: (text: string) => void
}): Promise<EmbeddedPostgres> {
  const binaries = findBinaries()
  const runAs = decideRunAs()
  if (runAs.note) options.note?.(runAs.note)
  const folder = join(options.dataDir, 'postgres')
  const socketDir = makeSocketDir(options.dataDir, runAs)
  await initialise(folder, binaries, runAs)
  const foundOrphan = await clearOrphan(folder, socketDir)
  const holder = await launch({ folder, socketDir, binaries, runAs, settings: options.settings ?? [] })
  const pid = readPid(join(folder, 'postmaster.pid')) ?? 0
  let stopping = false
  const lost = new Promise<void>((resolve) => {
    holder.once('exit', () => {
      if (!stopping) resolve()
    })
  })
  return {
    connection: { host: socketDir, port: 5432, user: 'postgres', database: 'postgres' },
    pid,
    foundOrphan,
    lost,
    stop() {
      stopping = true
      return stop(holder, pid)
    },
  }
}

function makeSocketDir(dataDir: string, runAs: RunAs): string {
  const beside = join(dataDir, 'socket')
  const name = sha256(dataDir).toString('hex').slice(0, 12)
  const short = join(tmpdir(), `candor-${process.getuid?.() ?? 0}-${name}`)
  const socketDir = Buffer.byteLength(beside) < SOCKET_PATH_LIMIT ? beside : short
  mkdirSync(socketDir, { recursive: true, mode: 0o700 })
  if (runAs.uid !== null) chownSync(socketDir, runAs.uid, runAs.uid)
  return socketDir
}

/**
 * A shell that holds the server: it ends when the server does, and when our end of its standard input closes, for
 * whatever reason, it stops the server.
 */
const HOLDER =
  'exec 3<&0; "$@" </dev/null 3<&- & server=$!; (cat <&3 >/dev/null; kill -INT $server 2>/dev/null) & wait $server'

async function launch(what: {
  folder: string
  socketDir: string
  binaries: Binaries
  runAs: RunAs
  settings: string[]
}): Promise<ChildProcess> {
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${what.socketDir}`,
    'unix_socket_permissions=0700',
    'shared_buffers=64MB',
    'max_connections=100',
    'jit=off',
    'max_wal_size=512MB',
    'log_min_messages=warning',
    ...what.settings,
  ].flatMap((setting) => ['-c', setting])
  const [command, args] = what.runAs.wrap(what.binaries.postgres, ['-D', what.folder, ...settings])
  const holder = spawn('/bin/sh', ['-c', HOLDER, 'sh', command, ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
    env: serverEnvironment(),
  })
  holder.stdin?.on('error', () => {})
  await untilReady(holder)
  holder.unref()
  const { stderr } = holder
  if (stderr && 'unref' in stderr && typeof stderr.unref === 'function') stderr.unref()
  return holder
}

/** Reads what the server says until it is up. Afterwards it may say FATAL of a connection: that is its daily life. */
async function untilReady(holder: ChildProcess): Promise<void> {
  let output = ''
  const settled = Promise.withResolvers<void>()
  const giveUp = (why: string): void => {
    holder.stdin?.end()
    settled.reject(new Error(`The embedded PostgreSQL did not start: ${why}\n${output.slice(-2000)}`))
  }
  const ended = (): void => giveUp('it ended')
  const read = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-8000)
    if (output.includes('ready to accept connections')) settled.resolve()
    else if (/FATAL: |PANIC: |command not found|cannot execute/.test(output)) giveUp('it reported an error')
  }
  const timer = setTimeout(() => giveUp('no answer within two minutes'), START_MS)
  holder.once('exit', ended)
  holder.stderr?.on('data', read)
  try {
    await settled.promise
  } finally {
    clearTimeout(timer)
    holder.off('exit', ended)
    // Still read, so that the pipe never fills, but no more listened to.
    holder.stderr?.off('data', read).resume()
  }
}

async function stop(holder: ChildProcess, pid: number): Promise<void> {
  const gone = holder.exitCode !== null || new Promise((resolve) => holder.once('exit', resolve))
  holder.ref()
  holder.stdin?.end()
  await gone
  if (pid > 0) await waitForExit(pid, 10_000)
}
