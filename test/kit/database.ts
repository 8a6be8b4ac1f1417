import pg from 'pg'
import { inject } from 'vitest'
import type { Connection } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/ids.ts'

export type TestDatabase = { connection: Exclude<Connection, string>; drop: () => Promise<void> }

/** A fresh, migrated database of its own, copied from the template. */
export async function makeDatabase(template = 'template'): Promise<TestDatabase> {
  const server = inject('postgres')
  const name = `t_${newId().replaceAll('-', '')}`
  await asAdmin(async (admin) => {
    // Copies of one template must not overlap.
    await admin.query('select pg_advisory_lock(1)')
    await admin.query(`create database ${name} template ${template} strategy file_copy`)
  })
  return {
    connection: { ...server, database: name },
    drop: () => asAdmin(async (admin) => void (await admin.query(`drop database ${name} with (force)`))),
  }
}

async function asAdmin(act: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ ...inject('postgres'), database: 'postgres' })
  await admin.connect()
  try {
    await act(admin)
  } finally {
    await admin.end()
  }
}
