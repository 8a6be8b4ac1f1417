import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { seal, sha256, unseal } from '../crypto.ts'
import { invalid } from '../outcome.ts'
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
 * `Idempotency-Key` on POSTs of the API: the first answer below 500 is kept, sealed, and given again to the same
 * request of the same credential; another request with the same key is refused, one still at work is asked to
 * wait. An answer that shows a secret is not kept: the retry is told that it was given.
 */
export function idempotency(server: FastifyInstance, ctx: Context): void {
  server.decorateRequest('idempotencyKey', null)

  server.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request)
    if (key === null) return
    if (key.length > 200) {
      return sendProblem(reply, toProblem(invalid(KEY_HEADER, 'must have at most 200 characters').failure))
    }
    const hash = sha256(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    const known = await claim(ctx, { ...ownerOf(request), key }, hash)
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
    if (request.routeOptions.config.answersSecret && known.status < 400) {
      const message = 'This was done already, and the secret in its answer is shown only once.'
      return sendProblem(reply, toProblem({ kind: 'conflict', reason: 'key_shown_once', message }))
    }
    return reply
      .code(known.status)
      .header('idempotent-replayed', 'true')
      .type(known.status < 400 ? 'application/json' : 'application/problem+json')
      .serializer((body: unknown) => body as string)
      .send(known.body === null ? '' : unseal(ctx.keys.sealing, known.body))
  })

  server.addHook('onSend', async (request, reply, payload) => {
    if (request.idempotencyKey === null) return payload
    const name = { ...ownerOf(request), key: request.idempotencyKey }
    request.idempotencyKey = null
    const { statusCode: status } = reply
    const body = isToKeep(request, status, payload) ? seal(ctx.keys.sealing, payload) : null
    try {
      if (status < 500 && status !== 429) await keep(ctx, name, { status, body })
      else await forget(ctx, name)
    } catch (error) {
      // What was done is done: whoever asked hears of it all the same.
      ctx.log.warn({ err: error }, 'an answer could not be kept for its Idempotency-Key')
    }
    return payload
  })
}

async function keep(
  ctx: Context,
  name: Name,
  answer: { status: number; body: string | null },
): Promise<void> {
  await ctx.db
    .updateTable('idempotency_keys')
    .set(answer)
    .where('workspace_id', '=', name.workspace_id)
    .where('credential', '=', name.credential)
    .where('key', '=', name.key)
    .execute()
}

async function forget(ctx: Context, name: Name): Promise<void> {
  await ctx.db
    .deleteFrom('idempotency_keys')
    .where('workspace_id', '=', name.workspace_id)
    .where('credential', '=', name.credential)
    .where('key', '=', name.key)
    .execute()
}

function keyOf(request: FastifyRequest): string | null {
  if (request.method !== 'POST' || !request.routeOptions.url?.startsWith('/api/v1/')) return null
  // Public routes have no workspace to keep the key in.
  if (!request.actor) return null
  const key = request.headers[KEY_HEADER]
  return typeof key === 'string' && key !== '' ? key : null
}

/** Another credential with the same key asks for something of its own. */
function ownerOf({ actor }: FastifyRequest): { workspace_id: string; credential: string } {
  return { workspace_id: actor.workspaceId, credential: `${actor.kind}:${actor.id}` }
}

/** A refusal holds no secret: it can be given again. */
function isToKeep(request: FastifyRequest, status: number, payload: unknown): payload is string {
  const isSecret = status < 400 && request.routeOptions.config.answersSecret === true
  return typeof payload === 'string' && payload !== '' && !isSecret
}

type Name = { workspace_id: string; credential: string; key: string }
type Known = { hash: Buffer; status: number | null; body: string | null }

/** Null: the key is ours to use now. */
async function claim(ctx: Context, name: Name, hash: Buffer): Promise<Known | null> {
  const now = ctx.clock.now()
  const claimed = await ctx.db
    .insertInto('idempotency_keys')
    .values({ ...name, request_hash: hash, created_at: new Date(now) })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'credential', 'key'])
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
    .where('workspace_id', '=', name.workspace_id)
    .where('credential', '=', name.credential)
    .where('key', '=', name.key)
    .executeTakeFirst()
  return row ?? null
}

/** Forgets keys older than a day. */
export async function purgeIdempotencyKeys(ctx: Context): Promise<void> {
  await sql`delete from idempotency_keys where created_at < ${new Date(ctx.clock.now() - 86_400_000)}`.execute(
    ctx.db,
  )
}
