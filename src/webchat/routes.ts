import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { text } from '../platform/http/text.ts'
import { answer } from '../platform/http/answer.ts'
import { openEventStream } from '../platform/http/event-stream.ts'
import type { Live } from '../platform/live.ts'
import { evidenceOf } from '../surveys/answering/record-evidence.ts'
import { ratingAnswer, ratingInput } from '../surveys/schema.ts'
import { getConfig } from './get-config.ts'
import { getHistory, listHistory } from './get-history.ts'
import { getSetup } from './get-setup.ts'
import { demoRoutes } from './demo/routes.ts'
import { postMessage } from './post-message.ts'
import { rateOwnSurvey } from './rate-own-survey.ts'
import {
  chatConfig,
  chatHistory,
  chatList,
  chatMessageAnswer,
  chatMessageInput,
  historyQuery,
  webchatSetup,
} from './schema.ts'
import { scriptRoutes } from './script.ts'
import { noteView } from '../customers/note-view.ts'
import { session, sessionInput } from '../customers/schema.ts'
import { signInVouched } from '../customers/sign-in-vouched.ts'
import { readVisitor, unknownVisitor, type Visitor } from '../customers/visitor.ts'

type Deps = { ctx: Context; live: Live }

const HIDDEN = { hide: true } as const
const BODY_LIMIT = 65_536
const byId = z.object({ id: z.uuid() })

/** The web chat: what its client calls, its script, the demo shop, and its set-up for staff. */
export async function webchatRoutes(instance: FastifyInstance, deps: Deps): Promise<void> {
  await instance.register(scriptRoutes)
  await instance.register(demoRoutes, deps)
  await instance.register(clientRoutes, deps)

  instance.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/webchat',
    {
      config: { access: { ability: 'settings.manage' } },
      schema: {
        tags: ['settings'],
        summary: 'Read the script tag and secret of the web chat',
        response: { 200: webchatSetup },
      },
    },
    async ({ actor }) => getSetup(deps.ctx, actor.workspaceId),
  )
}

/**
 * Called from pages of any origin, so no cookie counts here: the bearer token alone says who asks, and
 * without cookies any origin may.
 */
async function clientRoutes(instance: FastifyInstance, { ctx, live }: Deps): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  const visitorOf = (request: FastifyRequest): Visitor | null =>
    readVisitor(ctx.keys.visitors, request.headers.authorization)
  const access = { access: 'public', internal: true } as const
  /** So many per minute for each visitor; whoever is none is counted by his address. */
  const limited = (max: number) => ({
    ...access,
    rateLimit: {
      max,
      timeWindow: 60_000,
      keyGenerator: (request: FastifyRequest) => visitorOf(request)?.contactId ?? request.ip,
    },
  })

  server.addHook('onRequest', async (_request, reply) => allowAnyOrigin(reply))
  server.options('/widget/v1/*', { config: access, schema: HIDDEN }, async (_request, reply) =>
    reply
      .headers({
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'authorization, content-type',
        'access-control-max-age': '86400',
      })
      .code(204)
      .send(),
  )

  server.get(
    '/widget/v1/config',
    {
      config: limited(240),
      schema: {
        ...HIDDEN,
        querystring: z.object({ workspace: z.uuid(), lang: text(100).optional() }),
        response: { 200: chatConfig },
      },
    },
    async ({ query, headers }, reply) => {
      const wish = { locale: query.lang, acceptLanguage: headers['accept-language'] }
      const outcome = await getConfig(ctx, query.workspace, wish)
      void reply.headers({ 'cache-control': 'public, max-age=60', vary: 'accept-language' })
      return answer(reply, outcome)
    },
  )
  server.post(
    '/widget/v1/sessions',
    {
      bodyLimit: BODY_LIMIT,
      config: limited(120),
      schema: { ...HIDDEN, body: sessionInput, response: { 200: session } },
    },
    async ({ body }, reply) => answer(reply, await signInVouched(ctx, body)),
  )
  server.get(
    '/widget/v1/conversations',
    { config: limited(120), schema: { ...HIDDEN, response: { 200: chatList } } },
    async (request, reply) => {
      const visitor = visitorOf(request)
      return answer(reply, visitor ? await listHistory(ctx, visitor) : unknownVisitor())
    },
  )
  server.get(
    '/widget/v1/conversation',
    {
      config: limited(240),
      schema: { ...HIDDEN, querystring: historyQuery, response: { 200: chatHistory } },
    },
    async (request, reply) => {
      const visitor = visitorOf(request)
      return answer(reply, visitor ? await getHistory(ctx, visitor, request.query) : unknownVisitor())
    },
  )
  server.post(
    '/widget/v1/messages',
    {
      bodyLimit: BODY_LIMIT,
      config: limited(60),
      schema: { ...HIDDEN, body: chatMessageInput, response: { 200: chatMessageAnswer } },
    },
    async (request, reply) => answer(reply, await postMessage({ ctx }, visitorOf(request), request.body)),
  )
  server.post(
    '/widget/v1/surveys/:id/rating',
    {
      bodyLimit: BODY_LIMIT,
      config: limited(60),
      schema: { ...HIDDEN, params: byId, body: ratingInput, response: { 200: ratingAnswer } },
    },
    async (request, reply) => {
      const visitor = visitorOf(request)
      if (!visitor) return answer(reply, unknownVisitor())
      const rating = { input: request.body, evidence: evidenceOf(ctx, request) }
      return answer(reply, await rateOwnSurvey(ctx, visitor, request.params.id, rating))
    },
  )
  server.post(
    '/widget/v1/surveys/:id/view',
    {
      bodyLimit: BODY_LIMIT,
      config: limited(60),
      schema: { ...HIDDEN, params: byId, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const visitor = visitorOf(request)
      if (!visitor) return answer(reply, unknownVisitor())
      await noteView(ctx, visitor, request.params.id, evidenceOf(ctx, request))
      return reply.code(204).send(null)
    },
  )

  server.get(
    '/widget/v1/stream',
    { config: { ...limited(60), compress: false } as never, schema: HIDDEN },
    async (request, reply) => {
      const visitor = visitorOf(request)
      if (!visitor) return answer(reply, unknownVisitor())
      const stream = openEventStream(request, reply)
      stream.onClose(
        live.subscribe(visitor.workspaceId, (news) => {
          if (news.contact_id !== visitor.contactId) return
          stream.send('news', { kind: news.kind, conversation_id: news.conversation_id ?? null })
        }),
      )
      stream.onClose(live.onGap(() => stream.send('gap', {})))
    },
  )
}

function allowAnyOrigin(reply: FastifyReply): void {
  void reply.headers({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'retry-after',
    'cache-control': 'no-store',
  })
}
