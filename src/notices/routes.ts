import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { listNotices, readNotices } from './list-notices.ts'
import { noticePage, noticeQuery, readInput } from './schema.ts'

const READ = { access: { ability: 'inbox.read' } } as const

/** What a member is told: the list behind the bell, and that it was seen. */
export async function noticeRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/notices',
    {
      config: READ,
      schema: {
        tags: ['notices'],
        summary: 'List what you are told',
        description:
          'About follow-ups, and by workflows. What tells of an answer is there while you may see it.',
        querystring: noticeQuery,
        response: { 200: noticePage },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await listNotices(ctx, actor, query)),
  )
  server.post(
    '/api/v1/notices/read',
    {
      config: READ,
      schema: {
        tags: ['notices'],
        summary: 'Mark what you are told as seen',
        body: readInput,
        response: { 204: z.null() },
      },
    },
    async ({ actor, body }, reply) => answer(reply, await readNotices(ctx, actor, body.ids), 204),
  )
}
