import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import type { Mailer } from '../platform/mailer.ts'
import { achievementRoutes } from './achievements/achievement-routes.ts'
import { csatReport } from './reports/csat-report.ts'
import { driftRoutes } from './drift/drift-routes.ts'
import { exportRoutes } from './export/export-routes.ts'
import { honestRoutes } from './honest/honest-routes.ts'
import { responseRoutes } from './answers/responses-routes.ts'
import { csatReport as reportShape, reportQuery } from './schema.ts'
import { subscriptionRoutes } from './mail/subscription-routes.ts'
import { targetRoutes } from './targets/target-routes.ts'

const VIEW = { access: { ability: 'csat.view' } } as const

/** Reports, single answers and exports. */
export async function insightRoutes(
  instance: FastifyInstance,
  { ctx, mailer }: { ctx: Context; mailer: Mailer },
): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/reports/csat',
    {
      config: VIEW,
      schema: {
        tags: ['reports'],
        summary: 'Read the CSAT figures of a period, in all and by group',
        querystring: reportQuery,
        response: { 200: reportShape },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await csatReport(ctx, actor, query)),
  )
  responseRoutes(instance, { ctx })
  exportRoutes(instance, { ctx })
  honestRoutes(instance, { ctx })
  driftRoutes(instance, { ctx })
  targetRoutes(instance, { ctx })
  achievementRoutes(instance, { ctx })
  subscriptionRoutes(instance, { ctx, mailer })
}
