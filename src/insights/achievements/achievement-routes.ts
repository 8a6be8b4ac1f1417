import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Context } from '../../platform/context.ts'
import { answer } from '../../platform/http/answer.ts'
import { achievementQuery, achievements as shape } from './achievement-schema.ts'
import { achievements } from './achievements.ts'

/** A member's own praise. */
export function achievementRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/reports/achievements',
    {
      config: { access: { ability: 'csat.view' } },
      schema: {
        tags: ['reports'],
        summary: 'Read the own positive ratings and comments',
        description: 'For members, and keys that act as one.',
        querystring: achievementQuery,
        response: { 200: shape },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await achievements(ctx, actor, query)),
  )
}
