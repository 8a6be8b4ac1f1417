import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { answer } from '../../platform/http/answer.ts'
import { byActor } from '../by.ts'
import { CHURN_ROWS, importChurn } from './import-churn.ts'

const BODY_LIMIT = 2_097_152

/** Each row is checked by itself, so that one bad row does not refuse the others. */
const churnInput = z.union([
  z.object({
    contacts: z
      .array(z.looseObject({}))
      .min(1)
      .max(CHURN_ROWS)
      .describe('each `{external_id or email, churned_at}`; null for who came back'),
  }),
  z
    .string()
    .describe('as text/csv: a line of names, `external_id` or `email` and `churned_at`, then one line each'),
])

const churnResult = z.object({
  row: z.number().int().describe('from 1, without the line of names'),
  status: z.enum(['applied', 'unchanged', 'unknown', 'refused']),
  contact_ids: z.array(z.uuid()),
  message: z.string().nullable(),
})

/** Who has left, told by another system. In a scope of its own, since only here CSV comes in. */
export async function churnRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  instance.addContentTypeParser(
    'text/csv',
    { parseAs: 'string', bodyLimit: BODY_LIMIT },
    (_request, body, parsed) => parsed(null, body),
  )
  instance.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/contacts/churn',
    {
      config: { access: { ability: 'inbox.write' } },
      bodyLimit: BODY_LIMIT,
      schema: {
        tags: ['contacts'],
        summary: 'Tell of up to 5,000 contacts when they left, as JSON or CSV',
        body: churnInput,
        response: { 200: z.object({ results: z.array(churnResult) }) },
      },
    },
    async ({ actor, body }, reply) => answer(reply, await importChurn(ctx, byActor(actor), body)),
  )
}
