import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { byActor } from '../../inbox/by.ts'
import { eventResult, eventsInput } from '../../inbox/schema.ts'
import type { Context } from '../../platform/context.ts'
import { answer } from '../../platform/http/answer.ts'
import { refuseSending } from '../asking/refuse-sending.ts'
import { takeEvents } from './take-events.ts'

/** What other systems tell of conversations that they keep. */
export async function eventRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.post(
    '/api/v1/events',
    {
      config: { access: { ability: 'inbox.write' } },
      bodyLimit: 8_388_608,
      schema: {
        tags: ['events'],
        summary: 'Take up to 500 events of another system, in any order',
        description:
          'Takes an API key of the workspace to name other authors and actors than the caller: an event that does so otherwise is refused (`not_yourself`).',
        body: eventsInput,
        response: { 200: z.object({ results: z.array(eventResult) }) },
      },
    },
    async ({ actor, body }, reply) => {
      const sends = body.events.some((event) => 'survey' in event && event.survey === 'send')
      const refused = sends ? refuseSending(actor) : null
      if (refused) return answer(reply, refused)
      return { results: await takeEvents({ ctx }, byActor(actor), body.events) }
    },
  )
}
