import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { answer } from '../../platform/http/answer.ts'
import { noQuery } from '../schema.ts'
import { target, targetChange, targetInput } from './target-schema.ts'
import { addTarget, changeTarget, listTargets, removeTarget } from './targets.ts'

const VIEW = { access: { ability: 'csat.view' } } as const
const MANAGE = { access: { ability: 'insights.manage' } } as const
const byId = z.object({ id: z.uuid() })
const WHO = 'For owners and admins, and keys of the workspace; a lead may do it for the own teams.'

/** What teams aim at. Who may change which is decided by the team. */
export function targetRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): void {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/targets',
    {
      config: VIEW,
      schema: {
        tags: ['targets'],
        summary: 'List targets with how they stand',
        querystring: noQuery,
        response: { 200: z.object({ data: z.array(target), next_cursor: z.null() }) },
      },
    },
    async ({ actor }) => ({ data: await listTargets(ctx, actor), next_cursor: null }),
  )
  server.post(
    '/api/v1/targets',
    {
      config: MANAGE,
      schema: {
        tags: ['targets'],
        summary: 'Set a target',
        description: WHO,
        body: targetInput,
        response: { 201: target },
      },
    },
    async ({ actor, body }, reply) => answer(reply, await addTarget(ctx, actor, body), 201),
  )
  server.patch(
    '/api/v1/targets/:id',
    {
      config: MANAGE,
      schema: {
        tags: ['targets'],
        summary: 'Change a target',
        description: WHO,
        params: byId,
        body: targetChange,
        response: { 200: target },
      },
    },
    async ({ actor, params, body }, reply) => answer(reply, await changeTarget(ctx, actor, params.id, body)),
  )
  server.delete(
    '/api/v1/targets/:id',
    {
      config: MANAGE,
      schema: {
        tags: ['targets'],
        summary: 'Remove a target',
        description: WHO,
        params: byId,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await removeTarget(ctx, actor, params.id), 204),
  )
}
