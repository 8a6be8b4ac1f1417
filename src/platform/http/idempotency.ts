import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { sha256 } from '../crypto.ts'
import { toProblem } from '../problem.ts'
import { sendProblem } from './server.ts'

/** A request that began so long ago and never finished may be taken over: its process is gone. */
const TAKE_OVER_MS = 60_000
const KEY_HEADER = 'idempotency-key'

declare module 'fastify' {
  interface FastifyRequest {
    idempotencyKey: string | null
  }
}

/**
 * `Idempotency-Key` on POSTs of the API: the first answer below 500 is kept and given again to the same
 * request; another request with the same key is refused, one still at work is asked to wait.
 */
export function idempotency(server: FastifyInstance, ctx: Context): void {
  server.decorateRequest('idempotencyKey', null)

  server.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request)
    if (key === null) return
    if (key.length > 200) {
      return sendProblem(
        reply,
        toProblem({
          kind: 'invalid',
          message: 'Some fields need another value.',
          fields: [{ field: KEY_HEADER, message: 'must have at most 200 characters' }],
        }),
      )
    }
    const hash = sha256(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    const known = await claim(ctx, request.actor.workspaceId, key, hash)
    if (known === null) {
      request.idempotencyKey = key
      return
    }
    if (!known.hash.equals(hash)) {
      return sendProblem(
        reply,
        toProblem({
          kind: 'invalid',
          message: 'This Idempotency-Key belongs to another request.',
          fields: [{ field: KEY_HEADER, message: 'was used for another request' }],
        }),
      )
    }
    if (known.status === null) {
      return sendProblem(
        reply,
        toProblem({ kind: 'conflict', message: 'The same request is still at work.' }),
      )
    }
    return reply
      .code(known.status)
      .header('idempotent-replayed', 'true')
      .type(known.status < 400 ? 'application/json' : 'application/problem+json')
      .serializer((body: unknown) => JSON.stringify(body))
      .send(known.body)
  })

  server.addHook('onSend', async (request, reply, payload) => {
    if (request.idempotencyKey === null) return payload
    const { idempotencyKey: key } = request
    request.idempotencyKey = null
    const rows = ctx.db.updateTable('idempotency_keys')
    if (reply.statusCode < 500 && reply.statusCode !== 429) {
      await rows
        .set({
          status: reply.statusCode,
          body: typeof payload === 'string' && payload !== '' ? payload : 'null',
        })
        .where('workspace_id', '=', request.actor.workspaceId)
        .where('key', '=', key)
        .execute()
    } else {
      await ctx.db
        .deleteFrom('idempotency_keys')
        .where('workspace_id', '=', request.actor.workspaceId)
        .where('key', '=', key)
        .execute()
    }
    return payload
  })
}

function keyOf(request: FastifyRequest): string | null {
  if (request.method !== 'POST' || !request.routeOptions.url?.startsWith('/api/v1/')) return null
  // Public routes have no workspace to keep the key in.
  if (!request.actor) return null
  const key = request.headers[KEY_HEADER]
  return typeof key === 'string' && key !== '' ? key : null
}

type Known = { hash: Buffer; status: number | null; body: unknown }

/** Null: the key is ours to use now. */
async function claim(ctx: Context, workspaceId: string, key: string, hash: Buffer): Promise<Known | null> {
  const now = ctx.clock.now()
  const claimed = await ctx.db
    .insertInto('idempotency_keys')
    .values({ workspace_id: workspaceId, key, request_hash: hash, created_at: new Date(now) })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'key'])
        .doUpdateSet({ created_at: new Date(now) })
        .where('idempotency_keys.status', 'is', null)
        .where('idempotency_keys.request_hash', '=', hash)
        .where('idempotency_keys.created_at', '<', new Date(now - TAKE_OVER_MS) as never),
    )
    .returning('key')
    .executeTakeFirst()
  if (claimed) return null
  const row = await ctx.db
    .selectFrom('idempotency_keys')
    .select(['request_hash as hash', 'status', 'body'])
    .where('workspace_id', '=', workspaceId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row ?? null
}

/** Forgets keys older than a day. */
export async function purgeIdempotencyKeys(ctx: Context): Promise<void> {
  await sql`delete from idempotency_keys where created_at < ${new Date(ctx.clock.now() - 86_400_000)}`.execute(
    ctx.db,
  )
}
