import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Context } from '../context.ts'
import { askDatabase } from '../database.ts'

/** How long the answer of a write probe holds, in milliseconds. */
const PROBE_HOLDS_MS = 5_000

/**
 * Tries whether the database can be written: a row of its own, and a megabyte of room on its disk, which a
 * sort borrows and gives back. However often it is asked, it tries once in five seconds.
 */
function makeWriteProbe(ctx: Context): () => Promise<boolean> {
  let triedAt = -Infinity
  let answer: Promise<boolean> = Promise.resolve(false)
  return () => {
    const now = ctx.clock.now()
    if (now - triedAt >= PROBE_HOLDS_MS) {
      triedAt = now
      answer = write(ctx).then(
        () => true,
        (error: unknown) => {
          ctx.log.warn({ err: error }, 'the database cannot be written')
          return false
        },
      )
    }
    return answer
  }
}

async function write({ db, clock }: Context): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const at = new Date(clock.now())
    await tx
      .insertInto('heartbeats')
      .values({ id: 'readyz', at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
      .execute()
    await sql`set local work_mem = '64kB'`.execute(tx)
    await sql`select count(*) from
      (select repeat(md5(n::text), 8) from generate_series(1, 4000) n order by 1 offset 0) sorted`.execute(tx)
  })
}

const PUBLIC = { access: 'public', internal: true } as const

/** Whether it lives, whether it can work, how it is doing, and what its API is. */
export async function opsRoutes(server: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })

  const canWrite = makeWriteProbe(ctx)
  server.get('/healthz', { config: PUBLIC, schema: { hide: true } }, async () => ({ status: 'ok' }))
  server.get('/readyz', { config: PUBLIC, schema: { hide: true } }, async (_request, reply) => {
    try {
      await askDatabase(ctx.db)
    } catch {
      return reply.code(503).send({ status: 'the database does not answer' })
    }
    if (await canWrite()) return { status: 'ready' }
    return reply.code(503).send({ status: 'the database cannot be written' })
  })
  server.get('/metrics', { config: PUBLIC, schema: { hide: true } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
  server.get('/api/v1/openapi.json', { config: PUBLIC, schema: { hide: true } }, async () =>
    (server as FastifyInstance & { swagger(): unknown }).swagger(),
  )
}
