import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { eraseContact } from './erase-contact.ts'
import { exportContact } from './export-contact.ts'
import { contactExport, erased } from './schema.ts'

const MANAGE = { access: { ability: 'privacy.manage' } } as const
const tags = ['contacts']
const params = z.object({ id: z.uuid() })

/** What a customer may ask of us by law: everything that is known, and to be forgotten. */
export async function privacyRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/contacts/:id/export',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Export all that is kept of a contact',
        params,
        response: { 200: contactExport },
      },
    },
    async ({ actor, params }, reply) => {
      void reply.header('content-disposition', `attachment; filename="contact-${params.id}.json"`)
      return answer(reply, await exportContact(ctx, actor, params.id))
    },
  )
  server.delete(
    '/api/v1/contacts/:id',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Erase a contact and all that tells of it',
        description: 'It cannot be undone. Reports count without its answers from then on.',
        params,
        response: { 200: erased },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await eraseContact(ctx, actor, params.id)),
  )
}
