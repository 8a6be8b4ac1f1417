import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Context } from '../../platform/context.ts'
import { answer } from '../../platform/http/answer.ts'
import { honestReport } from './honest.ts'
import { honestQuery, honestReport as honestShape } from './honest-schema.ts'
import { leaderboard } from './leaderboard.ts'
import {
  leaderboard as leaderboardShape,
  leaderboardQuery,
  selectionReport as selectionShape,
} from './leaderboard-schema.ts'
import { filterQuery } from '../schema.ts'
import { selectionReport } from './selection.ts'

const VIEW = { access: { ability: 'csat.view' } } as const

/** Reports that say how far the others can be believed. */
export function honestRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): void {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/reports/leaderboard',
    {
      config: VIEW,
      schema: {
        tags: ['reports'],
        summary: 'Rank agents or teams by what their scores surely reach',
        querystring: leaderboardQuery,
        response: { 200: leaderboardShape },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await leaderboard(ctx, actor, query)),
  )
  server.get(
    '/api/v1/reports/selection',
    {
      config: VIEW,
      schema: {
        tags: ['reports'],
        summary: 'Read who was asked of those who could be, by agent and channel',
        querystring: filterQuery,
        response: { 200: selectionShape },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await selectionReport(ctx, actor, query)),
  )
  server.get(
    '/api/v1/reports/honest',
    {
      config: VIEW,
      schema: {
        tags: ['reports'],
        summary: 'Read CSAT beside reopens and churn',
        querystring: honestQuery,
        response: { 200: honestShape },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await honestReport(ctx, actor, query)),
  )
}
