import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
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

/** What Candor itself has to say of how it is doing, asked of the database at every look. */
function countNews({ db, log }: Context, register: Registry): void {
  const gauge = new Gauge({
    name: 'candor_events',
    help: 'News of the last 30 days that features downstream wait for (waiting) or could not take (failed).',
    labelNames: ['state'],
    registers: [register],
    async collect() {
      try {
        const { rows } = await sql<{ waiting: number; failed: number }>`
          select (select count(*)::int from events where dispatched_at is null and failed_at is null) as waiting,
            (select count(*)::int from events where failed_at is not null) as failed`.execute(db)
        for (const state of ['waiting', 'failed'] as const) gauge.set({ state }, rows[0]![state])
      } catch (error) {
        // What else is told does not depend on the database.
        gauge.reset()
        log.debug({ err: error }, 'news could not be counted')
      }
    },
  })
}

const PUBLIC = { access: 'public', internal: true } as const

/** Whether it lives, whether it can work, how it is doing, and what its API is. */
export async function opsRoutes(server: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  countNews(ctx, registry)

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
