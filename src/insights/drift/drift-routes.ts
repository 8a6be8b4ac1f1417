import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { answer } from '../../platform/http/answer.ts'
import { page } from '../../platform/http/paging.ts'
import { dismissAlert, listAlerts } from './drift-alerts.ts'
import { alertsQuery, driftAlert } from './drift-schema.ts'

const VIEW = { access: { ability: 'csat.view' } } as const
const MANAGE = { access: { ability: 'insights.manage' } } as const

/** The weeks whose scores came out differently. */
export function driftRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): void {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/reports/alerts',
    {
      config: VIEW,
      schema: {
        tags: ['reports'],
        summary: 'List the weeks whose scores came out differently',
        description: 'For leads, admins and owners.',
        querystring: alertsQuery,
        response: { 200: page(driftAlert) },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await listAlerts(ctx, actor, query)),
  )
  server.post(
    '/api/v1/reports/alerts/:id/dismiss',
    {
      config: MANAGE,
      schema: {
        tags: ['reports'],
        summary: 'Put an alert away for everybody',
        description: 'For leads, admins and owners.',
        params: z.object({ id: z.uuid() }),
        response: { 200: driftAlert },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await dismissAlert(ctx, actor, params.id)),
  )
}
