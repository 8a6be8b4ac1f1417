import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { answer } from '../../platform/http/answer.ts'
import type { Mailer } from '../../platform/mailer.ts'
import { noQuery } from '../schema.ts'
import { testSubscription } from './subscription-job.ts'
import { subscription, subscriptionChange, subscriptionInput, testResult } from './subscription-schema.ts'
import {
  addSubscription,
  changeSubscription,
  listSubscriptions,
  removeSubscription,
} from './subscriptions.ts'

const MANAGE = { access: { ability: 'settings.manage' } } as const
const byId = z.object({ id: z.uuid() })

/** Reports that go out by mail. */
export function subscriptionRoutes(
  instance: FastifyInstance,
  { ctx, mailer }: { ctx: Context; mailer: Mailer },
): void {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/report-subscriptions',
    {
      config: MANAGE,
      schema: {
        tags: ['reports'],
        summary: 'List the reports that go out by mail',
        querystring: noQuery,
        response: { 200: z.object({ data: z.array(subscription), next_cursor: z.null() }) },
      },
    },
    async ({ actor }) => ({ data: await listSubscriptions(ctx.db, actor.workspaceId), next_cursor: null }),
  )
  server.post(
    '/api/v1/report-subscriptions',
    {
      config: MANAGE,
      schema: {
        tags: ['reports'],
        summary: 'Let a report go out by mail',
        description:
          'A member is mailed what he may see himself, any other address what an admin sees, embargo applied. Takes csat.view too, and with the table responses.read and inbox.read.',
        body: subscriptionInput,
        response: { 201: subscription },
      },
    },
    async ({ actor, body }, reply) => answer(reply, await addSubscription(ctx, actor, body), 201),
  )
  server.patch(
    '/api/v1/report-subscriptions/:id',
    {
      config: MANAGE,
      schema: {
        tags: ['reports'],
        summary: 'Change a report that goes out by mail',
        params: byId,
        body: subscriptionChange,
        response: { 200: subscription },
      },
    },
    async ({ actor, params, body }, reply) =>
      answer(reply, await changeSubscription(ctx, actor, params.id, body)),
  )
  server.delete(
    '/api/v1/report-subscriptions/:id',
    {
      config: MANAGE,
      schema: {
        tags: ['reports'],
        summary: 'Stop mailing a report',
        params: byId,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await removeSubscription(ctx, actor, params.id), 204),
  )
  server.post(
    '/api/v1/report-subscriptions/:id/test',
    {
      config: MANAGE,
      schema: {
        tags: ['reports'],
        summary: 'Mail the last complete period now',
        params: byId,
        response: { 200: testResult },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await testSubscription(ctx, mailer, actor, params.id)),
  )
}
