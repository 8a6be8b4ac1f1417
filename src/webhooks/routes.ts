import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { page } from '../platform/http/paging.ts'
import { listDeliveries } from './deliveries.ts'
import {
  addEndpoint,
  changeEndpoint,
  getEndpoint,
  listEndpoints,
  removeEndpoint,
  rotateSecret,
} from './manage-endpoints.ts'
import {
  deliveryQuery,
  endpoint,
  endpointChange,
  endpointInput,
  endpointMade,
  webhookDelivery,
} from './schema.ts'
import { redeliver, sendTest } from './send-by-hand.ts'

const MANAGE = { access: { ability: 'webhooks.manage' } } as const
/** Each call makes one to somebody else's server. */
const BY_HAND = { ...MANAGE, rateLimit: { max: 60, timeWindow: 60_000 } } as const
const tags = ['webhooks']
const byId = z.object({ id: z.uuid() })

/** Outgoing webhooks (O8): endpoints, what was sent to them, and sending by hand. */
export async function webhookRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/webhooks',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'List webhooks',
        response: { 200: z.object({ data: z.array(endpoint), next_cursor: z.null() }) },
      },
    },
    async ({ actor }) => ({ data: await listEndpoints(ctx, actor.workspaceId), next_cursor: null }),
  )
  server.post(
    '/api/v1/webhooks',
    {
      config: { ...MANAGE, answersSecret: true },
      schema: {
        tags,
        summary: 'Add a webhook; its secret is shown once',
        description:
          'Each event is sent as a POST, signed as Standard Webhooks says, in order, until it is answered with 2xx or three days are over.',
        body: endpointInput,
        response: { 201: endpointMade },
      },
    },
    async ({ actor, body }, reply) => answer(reply, await addEndpoint(ctx, actor, body), 201),
  )
  server.get(
    '/api/v1/webhooks/:id',
    {
      config: MANAGE,
      schema: { tags, summary: 'Read a webhook', params: byId, response: { 200: endpoint } },
    },
    async ({ actor, params }, reply) => answer(reply, await getEndpoint(ctx, actor.workspaceId, params.id)),
  )
  server.patch(
    '/api/v1/webhooks/:id',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Change a webhook',
        description: 'Switched on again, it first gets what was waiting when it was switched off.',
        params: byId,
        body: endpointChange,
        response: { 200: endpoint },
      },
    },
    async ({ actor, params, body }, reply) =>
      answer(reply, await changeEndpoint(ctx, actor, params.id, body)),
  )
  server.delete(
    '/api/v1/webhooks/:id',
    {
      config: MANAGE,
      schema: { tags, summary: 'Remove a webhook', params: byId, response: { 204: z.null() } },
    },
    async ({ actor, params }, reply) => answer(reply, await removeEndpoint(ctx, actor, params.id), 204),
  )
  server.post(
    '/api/v1/webhooks/:id/rotate-secret',
    {
      config: { ...MANAGE, answersSecret: true },
      schema: {
        tags,
        summary: 'Give a webhook a new secret, which is shown once',
        description: 'For 24 hours messages are signed with both, the old and the new one.',
        params: byId,
        response: { 200: endpointMade },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await rotateSecret(ctx, actor, params.id)),
  )
  server.post(
    '/api/v1/webhooks/:id/test',
    {
      config: BY_HAND,
      schema: {
        tags,
        summary: 'Send a test event now',
        description: 'Answers when the receiver has, or after 15 seconds.',
        params: byId,
        response: { 200: webhookDelivery },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await sendTest(ctx, actor, params.id)),
  )
  server.get(
    '/api/v1/webhooks/:id/deliveries',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'List what was sent to a webhook',
        description: 'Newest first; of the last 30 days.',
        params: byId,
        querystring: deliveryQuery,
        response: { 200: page(webhookDelivery) },
      },
    },
    async ({ actor, params, query }, reply) =>
      answer(reply, await listDeliveries(ctx, actor.workspaceId, params.id, query)),
  )
  for (const [url, summary] of [
    ['/api/v1/webhooks/deliveries/:id/redeliver', 'Send a delivery again'],
    ['/api/v1/deliveries/:id/redeliver', 'Send a delivery again (short address)'],
  ] as const) {
    server.post(
      url,
      {
        config: BY_HAND,
        schema: {
          tags,
          summary,
          description:
            'With the same body and `webhook-id`, now and once. One that is still to be delivered keeps its place; if it is its turn, it is tried now.',
          params: byId,
          response: { 200: webhookDelivery },
        },
      },
      async ({ actor, params }, reply) => answer(reply, await redeliver(ctx, actor, params.id)),
    )
  }
}
