import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { answer } from '../../platform/http/answer.ts'
import { exportConversations } from './export-conversations.ts'
import { exportQuery } from '../answers/responses-schema.ts'

/** What can be taken along as a file. */
export function exportRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): void {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/exports/conversations.csv',
    {
      config: { access: { ability: 'csat.view' } },
      schema: {
        tags: ['exports'],
        summary: 'Take conversations along with their CSAT as CSV',
        description:
          'One row for each survey, the newest ask first; `from` and `to` are about the ask, or with `by=answered` about the answer. Scores and comments that you may not see are empty, and `CSAT Hidden` says why.',
        querystring: exportQuery,
        response: { 200: { content: { 'text/csv': { schema: z.string() } } } },
      },
    },
    async ({ actor, query }, reply) => {
      const made = await exportConversations(ctx, actor, query)
      if (!made.ok) return answer(reply, made)
      const { fileName, chunks } = made.value
      return reply
        .headers({
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${fileName}"`,
          'cache-control': 'no-store',
        })
        .send(Readable.from(chunks) as never)
    },
  )
}
