import { execFileSync } from 'node:child_process'

/** How to start a program that refuses to run as root. */
export type RunAs = {
  wrap(command: string, args: string[]): [string, string[]]
  uid: number | null
  note: string | null
}

const USER = 'candor-db'

/**
 * PostgreSQL will not run as root. In a user namespace of its own it sees another user id and still owns
 * our files, also below a closed home; where namespaces are forbidden, an unprivileged user is made once.
 */
export function decideRunAs(): RunAs {
  if (process.getuid?.() !== 0) return { wrap: (command, args) => [command, args], uid: null, note: null }
  const unshare = ['--user', '--map-user=1000', '--map-group=1000']
  if (succeeds('unshare', [...unshare, 'true'])) {
    return { wrap: (command, args) => ['unshare', [...unshare, command, ...args]], uid: null, note: null }
  }
  if (!succeeds('id', ['-u', USER])) {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', USER])
  }
  const uid = Number(execFileSync('id', ['-u', USER], { encoding: 'utf8' }))
  return {
    wrap: (command, args) => [
      'setpriv',
      [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', command, ...args],
    ],
    uid,
    note: `User namespaces are not allowed here, so the database runs as the system user ${USER}.`,
  }
}

function succeeds(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
