import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { makeDatabase, type TestDatabase } from '../../test/kit/database.ts'
import { arrive, mailWith } from '../../test/kit/incoming-mail.ts'
import { runCli } from '../../test/kit/process.ts'

let app: TestApp
let empty: TestDatabase
let folder: string
beforeAll(async () => {
  app = await makeTestApp()
  empty = await makeDatabase()
  folder = mkdtempSync(join(tmpdir(), 'candor-backup-'))
})
afterAll(async () => {
  await app.close()
  await empty.drop()
  rmSync(folder, { recursive: true })
})

const address = ({ host, port, user, database }: TestDatabase['connection']): string => {
  const query = new URLSearchParams({ host, port: String(port) })
  return `postgres://${user}@localhost/${database}?${query.toString()}`
}

const run = (command: string, file: string, connection: TestDatabase['connection']) =>
  runCli([command, file, '--data-dir', folder], {
    DATABASE_URL: address(connection),
    CANDOR_SECRET: 'a secret of at least thirty-two characters',
  })

it('C15: files of mails come back out of a backup byte by byte, large ones too', async () => {
  const content = Buffer.alloc(9 * 2 ** 20, Buffer.from(Array.from({ length: 251 }, (_, at) => at)))
  const files = [
    { name: 'large.bin', content },
    { name: 'too-large.bin', content: Buffer.alloc(11 * 2 ** 20) },
    { name: 'quote"\\ €.txt', content: Buffer.from([0, 1, 2, 255, 10, 13, 92]) },
  ]
  for (const number of [1, 2, 3]) {
    const from = `Sam <sam${number}@customer.example>`
    await arrive(app, mailWith({ from, id: `b${number}`, files }), `1.${number}`)
  }
  const file = join(folder, 'copy.gz')
  const made = await run('backup', file, app.connection)
  if (made.code) throw new Error(made.stderr)
  expect(await run('restore', file, empty.connection)).toMatchObject({ code: 0 })
  const sums = `select file_name, size, left_out, md5(content) from attachments order by id`
  const client = new pg.Client(empty.connection)
  await client.connect()
  const restored = await client.query(sums)
  await client.end()
  expect(restored.rows).toHaveLength(9)
  expect(restored.rows).toEqual((await app.app.pool.query(sums)).rows)
})
