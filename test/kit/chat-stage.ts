import type { FastifyInstance } from 'fastify'
import { guard } from '../../src/access/guard.ts'
import { ABILITIES } from '../../src/access/abilities.ts'
import type { Context } from '../../src/platform/context.ts'
import { openDatabase, openPool } from '../../src/platform/database.ts'
import { makeCopyOut } from '../../src/platform/copy-out.ts'
import { deriveKeys } from '../../src/platform/crypto.ts'
import { makeServer } from '../../src/platform/http/server.ts'
import { newId } from '../../src/platform/ids.ts'
import { startLive } from '../../src/platform/live.ts'
import { silentLog } from '../../src/platform/log.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Tables } from '../../src/platform/tables/tables.ts'
import { presetPolicy } from '../../src/policy/presets.ts'
import { mergePatch } from '../../src/policy/settings.ts'
import { makeDatabase } from './database.ts'
import { getSetup } from '../../src/webchat/get-setup.ts'
import { webchatRoutes } from '../../src/webchat/routes.ts'

export type ChatStage = Awaited<ReturnType<typeof setStage>>

/** A clock that goes on with every look at it, so that what comes later is later. */
function steppingClock() {
  let at = Date.now()
  return { now: () => at++, pass: (ms: number) => void (at += ms) }
}

/**
 * For tests: one workspace that asks on every close (`on_close`, without its length rule), one agent, and a
 * server with the web chat on a database of its own.
 */
export async function setStage() {
  const { connection, drop } = await makeDatabase()
  const pool = openPool(connection, 8)
  const db = openDatabase(pool)
  const clock = steppingClock()
  const config = readConfig({ CANDOR_SECRET: 'a secret of a test installation' + '.'.repeat(8) })
  const ctx: Context = {
    db,
    copyOut: makeCopyOut(pool),
    clock,
    config,
    keys: deriveKeys(config.secret),
    log: silentLog,
  }
  const [workspaceId, userId, memberId] = [newId(), newId(), newId()]
  await db
    .insertInto('workspaces')
    .values({ id: workspaceId, name: 'Hearth & Hollow', slug: 'hearth', brand_color: '#0b7a5c' })
    .execute()
  await db
    .insertInto('users')
    .values({ id: userId, name: 'Mara Lindqvist', email: 'mara@example.com' })
    .execute()
  await db
    .insertInto('members')
    .values({
      workspace_id: workspaceId,
      id: memberId,
      user_id: userId,
      name: 'Mara Lindqvist',
      role: 'agent',
    })
    .execute()

  let version = 0
  async function setPolicy(patch: object): Promise<void> {
    const policy = mergePatch(presetPolicy('on_close'), {
      enabled: true,
      eligibility: { min_characters: 0 },
      ...patch,
    })
    await db
      .insertInto('policies')
      .values({
        workspace_id: workspaceId,
        version: ++version,
        preset: 'on_close',
        policy: JSON.stringify(policy),
        changed_by_kind: 'system',
        changed_at: new Date(clock.now()),
      })
      .execute()
  }
  await setPolicy({})

  const live = await startLive(connection, silentLog)
  const server: FastifyInstance = await makeServer(config, silentLog)
  const abilities = new Set(ABILITIES)
  guard(
    server,
    async () => ({
      workspaceId,
      kind: 'member',
      id: memberId,
      memberId,
      role: 'admin',
      isOwner: false,
      answerableId: memberId,
      abilities,
    }),
    config.publicUrl,
  )
  await server.register(webchatRoutes, { ctx, live })
  await server.ready()
  const { secret } = await getSetup(ctx, workspaceId)

  return {
    ctx,
    clock,
    server,
    workspaceId,
    memberId,
    secret,
    setPolicy,
    async count(table: 'contacts' | 'conversations'): Promise<number> {
      const row = await db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll().as('rows'))
        .executeTakeFirstOrThrow()
      return Number(row.rows)
    },
    /** What was seen of a survey, in order. */
    async evidence(surveyId: Tables['evidence']['survey_id']): Promise<string[]> {
      const rows = await db
        .selectFrom('evidence')
        .select('kind')
        .where('survey_id', '=', surveyId)
        .orderBy('at')
        .execute()
      return rows.map(({ kind }) => kind)
    },
    async close(): Promise<void> {
      await server.close()
      await live.close()
      await pool.end()
      await drop()
    },
  }
}
