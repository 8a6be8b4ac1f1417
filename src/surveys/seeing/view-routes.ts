import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { contact, timelineEntry } from '../../inbox/schema.ts'
import type { Context } from '../../platform/context.ts'
import { answer } from '../../platform/http/answer.ts'
import { page, pageQuery } from '../../platform/http/paging.ts'
import { conversationDetail, csatResult, decisionEntry, response } from '../schema.ts'
import { describeConversation, getCsat, listDecisions, readTimeline } from './conversation-views.ts'
import { describeContact } from './describe-contact.ts'

const READ = { access: { ability: 'inbox.read' } } as const
const byId = z.object({ id: z.uuid() })

/** A contact and a conversation with what was asked and answered there, as the asker may see it. */
export async function viewRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/contacts/:id',
    {
      config: READ,
      schema: {
        tags: ['contacts'],
        summary: 'Read a contact with all of its responses',
        params: byId,
        response: { 200: contact.extend({ responses: z.array(response) }) },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await describeContact(ctx, actor, params.id)),
  )
  server.get(
    '/api/v1/conversations/:id',
    {
      config: READ,
      schema: {
        tags: ['conversations'],
        summary: 'Read a conversation and whether a survey can be sent',
        params: byId,
        response: { 200: conversationDetail },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await describeConversation(ctx, actor, params.id)),
  )
  server.get(
    '/api/v1/conversations/:id/timeline',
    {
      config: READ,
      schema: {
        tags: ['conversations'],
        summary: 'Read messages, status changes and CSAT events in order',
        params: byId,
        querystring: pageQuery,
        response: { 200: page(timelineEntry) },
      },
    },
    async ({ actor, params, query }, reply) =>
      answer(reply, await readTimeline(ctx, actor, params.id, query)),
  )
  server.get(
    '/api/v1/conversations/:id/decisions',
    {
      config: READ,
      schema: {
        tags: ['conversations'],
        summary: 'Read why the conversation was, or was not, surveyed',
        params: byId,
        querystring: pageQuery,
        response: { 200: page(decisionEntry) },
      },
    },
    async ({ actor, params, query }, reply) =>
      answer(reply, await listDecisions(ctx, actor, params.id, query)),
  )
  server.get(
    '/api/v1/conversations/:id/csat',
    {
      config: READ,
      schema: {
        tags: ['surveys'],
        summary: 'Read the score that counts for a conversation, or null',
        params: byId,
        response: { 200: csatResult },
      },
    },
    async ({ actor, params }, reply) => {
      const outcome = await getCsat(ctx, actor, params.id)
      if (!outcome.ok || outcome.value !== null) return answer(reply, outcome)
      return reply.type('application/json').serializer(JSON.stringify).send(null)
    },
  )
}
