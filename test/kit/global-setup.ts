import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openPool } from '../../src/platform/database.ts'
import { migrateJobs } from '../../src/platform/jobs.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { startEmbeddedPostgres } from '../../src/platform/postgres/embedded.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The socket folder of the tests' own PostgreSQL. */
    postgres: { host: string; port: number; user: string }
  }
}

/** One PostgreSQL for all test files, with a migrated template that each file's database is a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'candor-test-'))
  const server = await startEmbeddedPostgres({
    dataDir,
    settings: ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=300'],
  })
  const { host, port, user } = server.connection
  const admin = new pg.Client(server.connection)
  await admin.connect()
  await admin.query('create database template')
  await admin.end()
  const template = { host, port, user, database: 'template' }
  await migrate(template, join(import.meta.dirname, '../../migrations'))
  const pool = openPool(template, 2, true)
  await migrateJobs(pool)
  await pool.end()
  project.provide('postgres', { host, port, user })
  return async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
