import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { answer } from '../../platform/http/answer.ts'
import { notFound } from '../../platform/outcome.ts'
import { findAttachment } from './attachments.ts'
import { fileHeaders } from './file-headers.ts'

/** The files of messages. Who may read the conversation may load them. */
export async function attachmentRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/conversations/:id/attachments/:attachment_id',
    {
      // Its length is told.
      compress: false,
      config: { access: { ability: 'inbox.read' } },
      schema: {
        tags: ['conversations'],
        summary: 'Load a file that came with a message',
        description:
          'Its name is in `Content-Disposition`; its type is told for pictures only, and for all files in the message’s `attachments`. 404 for one that was left out.',
        params: z.object({ id: z.uuid(), attachment_id: z.uuid() }),
        response: { 200: { content: { 'application/octet-stream': { schema: z.string() } } } },
      },
    },
    async ({ actor, params }, reply) => {
      const conversation = { workspaceId: actor.workspaceId, id: params.id }
      const file = await findAttachment(ctx.db, conversation, params.attachment_id)
      if (!file) return answer(reply, notFound('attachment'))
      return reply.headers(fileHeaders(file)).send(file.content as never)
    },
  )
}
