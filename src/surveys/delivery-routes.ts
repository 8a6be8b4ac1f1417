import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { byActor } from '../inbox/by.ts'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { page } from '../platform/http/paging.ts'
import { listDeliveries, listSurveyDeliveries } from './sending/list-deliveries.ts'
import { presentSurveys } from './seeing/list-surveys.ts'
import { retrySurvey } from './sending/retry-survey.ts'
import { delivery, deliveryFilter, listedDelivery, survey } from './schema.ts'

const byId = z.object({ id: z.uuid() })

/** What became of surveys on their way (O3), and another try for those that failed. */
export async function deliveryRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/deliveries',
    {
      config: { access: { ability: 'csat.view' } },
      schema: {
        tags: ['surveys'],
        summary: 'List attempts to send surveys, or the surveys that failed',
        querystring: deliveryFilter,
        response: { 200: page(listedDelivery) },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await listDeliveries(ctx, actor.workspaceId, query)),
  )
  server.get(
    '/api/v1/surveys/:id/deliveries',
    {
      config: { access: { ability: 'csat.view' } },
      schema: {
        tags: ['surveys'],
        summary: 'Read how a survey was sent',
        params: byId,
        response: { 200: z.object({ data: z.array(delivery) }) },
      },
    },
    async ({ actor, params }, reply) =>
      answer(reply, await listSurveyDeliveries(ctx, actor.workspaceId, params.id)),
  )
  server.post(
    '/api/v1/surveys/:id/retry',
    {
      config: { access: { ability: 'csat.send' } },
      schema: {
        tags: ['surveys'],
        summary: 'Send a survey again that has failed',
        params: byId,
        response: { 200: survey },
      },
    },
    async ({ actor, params }, reply) => {
      const outcome = await retrySurvey(ctx, byActor(actor), params.id)
      if (!outcome.ok) return answer(reply, outcome)
      return reply.send((await presentSurveys(ctx, actor, [outcome.value]))[0]!)
    },
  )
}
