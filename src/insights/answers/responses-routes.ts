import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { answer } from '../../platform/http/answer.ts'
import { listResponses } from './list-responses.ts'
import { readResponse } from './read-response.ts'
import { quarantineInput, responseDetail, responsePage, responseQuery } from './responses-schema.ts'
import { reviewResponse } from './review-response.ts'

const READ = { access: { ability: 'responses.read' } } as const
const REVIEW = { access: { ability: 'responses.review' } } as const
const byId = z.object({ id: z.uuid() })

/** Single answers: the list, one of them, and the review of those that do not count. */
export function responseRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): void {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/responses',
    {
      config: READ,
      schema: {
        tags: ['responses'],
        summary: 'List and search single answers, as you may see them',
        querystring: responseQuery,
        response: { 200: responsePage },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await listResponses(ctx, actor, query)),
  )
  server.get(
    '/api/v1/responses/:id',
    {
      config: READ,
      schema: {
        tags: ['responses'],
        summary: 'Read one answer with its versions and evidence',
        params: byId,
        response: { 200: responseDetail },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await readResponse(ctx, actor, params.id)),
  )
  server.post(
    '/api/v1/responses/:id/quarantine',
    {
      config: REVIEW,
      schema: {
        tags: ['responses'],
        summary: 'Set an answer aside, so that it does not count',
        params: byId,
        body: quarantineInput,
        response: { 200: responseDetail },
      },
    },
    async ({ actor, params, body }, reply) =>
      answer(reply, await reviewResponse(ctx, actor, params.id, { quarantined: true, ...body })),
  )
  server.post(
    '/api/v1/responses/:id/restore',
    {
      config: REVIEW,
      schema: {
        tags: ['responses'],
        summary: 'Let an answer count again',
        params: byId,
        response: { 200: responseDetail },
      },
    },
    async ({ actor, params }, reply) =>
      answer(reply, await reviewResponse(ctx, actor, params.id, { quarantined: false })),
  )
}
