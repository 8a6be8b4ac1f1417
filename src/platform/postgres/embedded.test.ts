import { type ChildProcess, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBinaries } from './binaries.ts'
import { startEmbeddedPostgres } from './embedded.ts'
import { DataFolderInUse, lockDataFolder } from './lock.ts'
import { readPid } from './orphan.ts'
import { isRunning, waitForExit } from './process-info.ts'

let dataDir: string
const children: ChildProcess[] = []

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'candor-pg-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  const pid = readPid(join(dataDir, 'postgres/postmaster.pid'))
  if (pid !== null && isRunning(pid)) process.kill(pid, 'SIGQUIT')
  if (pid !== null) await waitForExit(pid, 10_000)
  rmSync(dataDir, { recursive: true, force: true })
})

async function query(connection: pg.ClientConfig, sql: string): Promise<unknown[]> {
  const client = new pg.Client(connection)
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

/** A Node process of its own that locks the folder, starts the server, says so, and waits. */
async function startInChild(): Promise<ChildProcess> {
  const source = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))}
    import { lockDataFolder } from ${JSON.stringify(join(import.meta.dirname, 'lock.ts'))}
    try { lockDataFolder(${JSON.stringify(dataDir)}) } catch (error) { console.log('refused ' + error.name); process.exit(3) }
    await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} })
    console.log('ready')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

async function firstWord(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.stdout!.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
    child.once('exit', () => resolve('ended'))
  })
}

const serverPid = (): number => readPid(join(dataDir, 'postgres/postmaster.pid'))!

describe('the embedded PostgreSQL', () => {
  it('starts in an empty folder with UTF-8 and fsync, and again with its data', async () => {
    const first = await startEmbeddedPostgres({ dataDir })
    await query(first.connection, `create table kept as select 'ä'::text as letter`)
    expect(await query(first.connection, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
    expect(await query(first.connection, 'show fsync')).toEqual([{ fsync: 'on' }])
    await first.stop()
    expect(isRunning(first.pid)).toBe(false)
    const second = await startEmbeddedPostgres({ dataDir })
    expect(await query(second.connection, 'select letter from kept')).toEqual([{ letter: 'ä' }])
    expect(second.foundOrphan).toBe(false)
    await second.stop()
  })

  it('lives on when connections are ended by force, and tells when it is gone itself', async () => {
    const server = await startEmbeddedPostgres({ dataDir })
    const client = new pg.Client(server.connection)
    client.on('error', () => {})
    await client.connect()
    const end = 'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()'
    for (let i = 0; i < 3; i++) await query(server.connection, end)
    expect(await query(server.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    process.kill(server.pid, 'SIGKILL')
    await server.lost
    const next = await startEmbeddedPostgres({ dataDir })
    expect(await query(next.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await next.stop()
  })

  it('ends when its Node is killed, and recovers', async () => {
    const child = await startInChild()
    expect(await firstWord(child)).toBe('ready')
    const pid = serverPid()
    child.kill('SIGKILL')
    expect(await waitForExit(pid, 20_000)).toBe(true)
    const again = await startEmbeddedPostgres({ dataDir })
    expect(await query(again.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await again.stop()
  })

  it('stops a server of the last run that nobody holds any more', async () => {
    const child = await startInChild()
    expect(await firstWord(child)).toBe('ready')
    const pid = serverPid()
    const holder = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1])
    process.kill(holder, 'SIGKILL')
    child.kill('SIGKILL')
    expect(isRunning(pid)).toBe(true)
    const again = await startEmbeddedPostgres({ dataDir })
    expect(again.foundOrphan).toBe(true)
    expect(isRunning(pid)).toBe(false)
    expect(await query(again.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await again.stop()
  })

  it.each([
    ['a process that is gone', () => 4_194_000],
    ['another program that runs', () => process.pid],
  ])('is not stopped by a pid file naming %s', async (_, pid) => {
    const first = await startEmbeddedPostgres({ dataDir })
    await first.stop()
    writeFileSync(
      join(dataDir, 'postgres/postmaster.pid'),
      `${pid()}\n${dataDir}/postgres\n0\n5432\n${dataDir}/socket\n\n0 0\nready\n`,
    )
    const again = await startEmbeddedPostgres({ dataDir })
    expect(await query(again.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await again.stop()
  })

  it('begins afresh when it was killed in the middle of its first start', async () => {
    const staging = join(dataDir, 'postgres.init-12345')
    mkdirSync(join(staging, 'base'), { recursive: true })
    writeFileSync(join(staging, 'PG_VERSION'), '18\n')
    const server = await startEmbeddedPostgres({ dataDir })
    expect(readdirSync(dataDir)).not.toContain('postgres.init-12345')
    await server.stop()
  })

  it('works below a path that is too long for a socket', async () => {
    const deep = join(dataDir, 'x'.repeat(60), 'y'.repeat(60))
    const server = await startEmbeddedPostgres({ dataDir: deep })
    expect(server.connection.host.length).toBeLessThan(90)
    expect(await query(server.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
  })

  it('puts missing library links back', () => {
    const { postgres } = findBinaries()
    const native = join(postgres, '../..')
    const [{ target }] = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
    const link = join(native, '..', target)
    if (existsSync(link)) unlinkSync(link)
    findBinaries()
    expect(existsSync(link)).toBe(true)
  })
})

describe('the data folder', () => {
  it('is refused to a second Candor, and the first is unharmed', async () => {
    const first = await startInChild()
    expect(await firstWord(first)).toBe('ready')
    const pid = serverPid()
    expect(await firstWord(await startInChild())).toBe('refused DataFolderInUse')
    expect(isRunning(pid)).toBe(true)
    expect(() => lockDataFolder(dataDir)).toThrow(`process ${first.pid}`)
  })

  it('is free again after a kill, also when its number now belongs to another program', () => {
    writeFileSync(
      join(dataDir, 'candor.lock'),
      JSON.stringify({ pid: process.pid, startedAt: '1', since: 'long ago' }),
    )
    const lock = lockDataFolder(dataDir)
    expect(() => lockDataFolder(dataDir)).toThrow(DataFolderInUse)
    lock.release()
    lockDataFolder(dataDir).release()
    expect(existsSync(join(dataDir, 'candor.lock'))).toBe(false)
  })

  it('goes to exactly one of several that start at the same instant', async () => {
    const words = await Promise.all(
      (await Promise.all([startInChild(), startInChild(), startInChild()])).map(firstWord),
    )
    expect(words.toSorted()).toEqual(['ready', 'refused DataFolderInUse', 'refused DataFolderInUse'])
  })
})
