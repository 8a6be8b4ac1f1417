import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Context } from '../context.ts'

const PUBLIC = { access: 'public', internal: true } as const

/** Whether it lives, whether it can work, how it is doing, and what its API is. */
export async function opsRoutes(server: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })

  server.get('/healthz', { config: PUBLIC, schema: { hide: true } }, async () => ({ status: 'ok' }))
  server.get('/readyz', { config: PUBLIC, schema: { hide: true } }, async (_request, reply) => {
    try {
      await sql`select 1`.execute(ctx.db)
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'the database does not answer' })
    }
  })
  server.get('/metrics', { config: PUBLIC, schema: { hide: true } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
  server.get('/api/v1/openapi.json', { config: PUBLIC, schema: { hide: true } }, async () =>
    (server as FastifyInstance & { swagger(): unknown }).swagger(),
  )
}
