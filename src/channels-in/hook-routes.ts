import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { findAccount, isHookSecret } from '../channels/accounts.ts'
import type { Channel, IncomingRequest, ReceiveResult, Taken } from '../channels/channel.ts'
import type { Registry } from '../channels/registry.ts'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { fail } from '../platform/outcome.ts'
import { CHANNEL_IDS } from '../policy/settings.ts'
import type { Hook } from './store.ts'
import { takeEvent } from './take-event.ts'

type Deps = { ctx: Context; channels: Registry }
type Params = { workspace: string; channel: string; secret?: string }

const BODY_LIMIT = 1_048_576
/** Per provider's machine and account; a busy support desk stays far below. */
const PER_SENDER = { max: 1200, timeWindow: 60_000 }
const params = z.object({ workspace: z.uuid(), channel: z.enum(CHANNEL_IDS), secret: z.string().min(1) })

/**
 * Where providers call us (C15). The address has a secret part, the request the provider's signature over its very
 * bytes; neither is logged. It is answered when everything in it is written down: one that was cut off comes again.
 */
export async function hookRoutes(instance: FastifyInstance, deps: Deps): Promise<void> {
  await instance.register(async (server) => {
    server.removeAllContentTypeParsers()
    server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    )
    server.route<{ Params: Params }>({
      method: ['GET', 'POST'],
      url: '/hooks/:workspace/:channel/:secret?',
      bodyLimit: BODY_LIMIT,
      config: {
        access: 'public',
        internal: true,
        rateLimit: {
          ...PER_SENDER,
          keyGenerator: ({ ip, params: named }) =>
            `${ip} ${(named as Params).workspace} ${(named as Params).channel}`,
        },
      },
      schema: { hide: true },
      handler: async (request, reply) => takeRequest(deps, request, reply),
    })
  })
}

async function takeRequest(
  { ctx, channels }: Deps,
  request: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
): Promise<unknown> {
  const named = params.safeParse(request.params)
  if (!named.success) return answer(reply, unknown())
  const { workspace: workspaceId, channel, secret } = named.data
  const hook: Hook = { workspaceId, channel }
  const row = await findAccount(ctx.db, hook)
  if (!row || row.settings === null || !isHookSecret(ctx, row, secret)) return answer(reply, unknown())
  const line = await channels.line(workspaceId, channel)
  if (!line?.channel.receive) return answer(reply, unknown())
  return tell(reply, await take(line.channel, { ctx, channels }, hook, incoming(ctx, request)))
}

/** Every event is taken though one of them fails; then the whole is asked for again. */
async function take(
  channel: Channel,
  deps: Deps,
  hook: Hook,
  request: IncomingRequest,
): Promise<ReceiveResult> {
  const result = await channel.receive!(request)
  if (result.kind !== 'events') return result
  const problems: unknown[] = []
  const taken: Taken[] = []
  for (const event of result.events) {
    await takeEvent(deps, hook, event).then(
      (what) => taken.push(what),
      (error: unknown) => problems.push(error),
    )
  }
  if (problems.length > 0) throw problems[0]
  // Said on the side: the platform waits for its own answer only.
  result
    .after?.(taken)
    .catch((error: unknown) => deps.ctx.log.warn({ err: error }, 'a press was not answered'))
  const { answer } = result
  return typeof answer === 'function' ? { ...result, answer: answer(taken) } : result
}

function tell(reply: FastifyReply, result: ReceiveResult): unknown {
  if (result.kind === 'refused') {
    return answer(
      reply,
      result.reason === 'bad_signature'
        ? fail({ kind: 'unauthenticated', message: 'The signature is not the provider’s.' })
        : fail({ kind: 'malformed', message: 'The request is not what the provider sends.' }),
    )
  }
  const { contentType, body } = (typeof result.answer === 'object' && result.answer) || {
    contentType: 'text/plain; charset=utf-8',
    body: 'ok',
  }
  return reply.header('content-type', contentType).send(body)
}

function incoming({ config }: Context, request: FastifyRequest<{ Params: Params }>): IncomingRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')])
  return {
    method: request.method === 'POST' ? 'POST' : 'GET',
    url: `${config.publicUrl}${request.url}`,
    headers: Object.fromEntries(headers),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  }
}

function unknown() {
  return fail({ kind: 'not_found', message: 'There is nothing at this address.' })
}
