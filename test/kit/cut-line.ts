import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestDatabase } from './database.ts'

type Connection = TestDatabase['connection']

/** A line to a database that can be cut and mended: while it is cut, nobody answers. */
export function cutLine() {
  const folder = mkdtempSync(join(tmpdir(), 'line-'))
  const open = new Set<Socket>()
  let server: Server | undefined
  let to: Connection | undefined
  const socketOf = ({ host, port }: Pick<Connection, 'host' | 'port'>) => join(host, `.s.PGSQL.${port}`)

  function listen(): Server {
    return createServer((near) => {
      const far = connect(socketOf(to!))
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        open.add(one)
        one.on('error', () => {})
        one.on('close', () => {
          open.delete(one)
          other.destroy()
        })
        one.pipe(other)
      }
    }).listen(socketOf({ host: folder, port: to!.port }))
  }

  return {
    through(connection: Connection): Connection {
      to = connection
      server = listen()
      return { ...connection, host: folder }
    },
    async cut(): Promise<void> {
      const closed = new Promise((resolve) => server?.close(resolve))
      for (const socket of open) socket.destroy()
      await closed
    },
    async mend(): Promise<void> {
      server = listen()
      await new Promise((resolve) => server?.once('listening', resolve))
    },
    async close(): Promise<void> {
      await this.cut()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
