import { execFile } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import type { RunAs } from './run-as.ts'

const run = promisify(execFile)

/**
 * Makes the server's folder if it is not there. initdb works in a temporary sibling that is renamed when
 * whole: killed in the middle, the next start begins afresh instead of meeting half a database.
 */
export async function initialise(folder: string, binaries: Binaries, runAs: RunAs): Promise<void> {
  const parent = dirname(folder)
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  const prefix = `${basename(folder)}.init-`
  for (const name of readdirSync(parent)) {
    if (name.startsWith(prefix)) rmSync(join(parent, name), { recursive: true, force: true })
  }
  if (existsSync(folder)) return
  const staging = join(parent, `${prefix}${process.pid}`)
  mkdirSync(staging, { mode: 0o700 })
  if (runAs.uid !== null) chownSync(staging, runAs.uid, runAs.uid)
  const [command, args] = runAs.wrap(binaries.initdb, [
    '--pgdata',
    staging,
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ])
  await run(command, args, { env: serverEnvironment() })
  renameSync(staging, folder)
  const fd = openSync(parent, 'r')
  fsyncSync(fd)
  closeSync(fd)
}

/** The same messages and sorting wherever it runs. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { LANG: _lang, ...env } = process.env
  return { ...env, LC_ALL: 'C', LC_MESSAGES: 'C' }
}
