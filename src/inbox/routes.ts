import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { openEventStream } from '../platform/http/event-stream.ts'
import { page, pageQuery } from '../platform/http/paging.ts'
import { text } from '../platform/http/text.ts'
import type { Live } from '../platform/live.ts'
import { addMessage } from './messages/add-message.ts'
import { attachmentRoutes } from './messages/attachment-routes.ts'
import { byActor } from './by.ts'
import { addConversationContact, changeConversation } from './conversations/change-conversation.ts'
import { churnRoutes } from './contacts/churn-routes.ts'
import { createConversation } from './conversations/create-conversation.ts'
import { listContacts } from './contacts/list-contacts.ts'
import { listConversations, markRead } from './conversations/list-conversations.ts'
import {
  contact,
  contactChange,
  contactInput,
  conversation,
  conversationChange,
  conversationFilter,
  conversationInput,
  message,
  messageInput,
} from './schema.ts'
import { removeTeam } from './conversations/remove-team.ts'
import { changeContact, upsertContact } from './contacts/upsert-contact.ts'

const READ = { access: { ability: 'inbox.read' } } as const
const WRITE = { access: { ability: 'inbox.write' } } as const
const byId = z.object({ id: z.uuid() })

/** Contacts, conversations, messages, and the stream of news about them. */
export async function inboxRoutes(
  instance: FastifyInstance,
  { ctx, live }: { ctx: Context; live: Live },
): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  const reader = ({ workspaceId, memberId }: { workspaceId: string; memberId: string | null }) => ({
    workspaceId,
    memberId,
  })

  server.post(
    '/api/v1/contacts',
    {
      config: WRITE,
      schema: {
        tags: ['contacts'],
        summary: 'Make a contact, or change the one with this external_id',
        body: contactChange,
        response: { 200: contact, 201: contact },
      },
    },
    async ({ actor, body }, reply) => {
      const outcome = await upsertContact(ctx, byActor(actor), body)
      if (!outcome.ok) return answer(reply, outcome)
      return reply.code(outcome.value.created ? 201 : 200).send(outcome.value.contact)
    },
  )
  server.get(
    '/api/v1/contacts',
    {
      config: READ,
      schema: {
        tags: ['contacts'],
        summary: 'List and search contacts',
        querystring: pageQuery.extend({
          q: text(200).trim().optional(),
          external_id: text(200).optional(),
        }),
        response: { 200: page(contact) },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await listContacts(ctx, actor.workspaceId, query)),
  )
  server.patch(
    '/api/v1/contacts/:id',
    {
      config: WRITE,
      schema: {
        tags: ['contacts'],
        summary: 'Change a contact',
        params: byId,
        body: contactChange,
        response: { 200: contact },
      },
    },
    async ({ actor, params, body }, reply) =>
      answer(reply, await changeContact(ctx, byActor(actor), params.id, body)),
  )

  server.get(
    '/api/v1/conversations',
    {
      config: READ,
      schema: {
        tags: ['conversations'],
        summary: 'List and search conversations',
        description: 'By the last message (by `created_at` where there is none), newest first.',
        querystring: conversationFilter,
        response: { 200: page(conversation) },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await listConversations(ctx, reader(actor), query)),
  )
  server.post(
    '/api/v1/conversations',
    {
      config: WRITE,
      schema: {
        tags: ['conversations'],
        summary: 'Start a conversation, or find the one with this external_id',
        body: conversationInput,
        response: { 200: conversation, 201: conversation },
      },
    },
    async ({ actor, body }, reply) => {
      const outcome = await createConversation(ctx, byActor(actor), body)
      if (!outcome.ok) return answer(reply, outcome)
      return reply.code(outcome.value.created ? 201 : 200).send(outcome.value.conversation)
    },
  )
  server.patch(
    '/api/v1/conversations/:id',
    {
      config: WRITE,
      schema: {
        tags: ['conversations'],
        summary: 'Change subject, tags, team or assignee',
        params: byId,
        body: conversationChange,
        response: { 200: conversation },
      },
    },
    async ({ actor, params, body }, reply) =>
      answer(reply, await changeConversation(ctx, byActor(actor), params.id, body)),
  )
  server.post(
    '/api/v1/conversations/:id/contacts',
    {
      config: WRITE,
      schema: {
        tags: ['conversations'],
        summary: 'Add a contact to a conversation',
        params: byId,
        body: z.object({ contact_id: z.uuid().optional(), contact: contactInput.optional() }),
        response: { 200: conversation },
      },
    },
    async ({ actor, params, body }, reply) =>
      answer(reply, await addConversationContact(ctx, byActor(actor), params.id, body)),
  )
  server.post(
    '/api/v1/conversations/:id/messages',
    {
      config: WRITE,
      schema: {
        tags: ['conversations'],
        summary: 'Add a message',
        description:
          'A member, in the browser or by a key bound to him, writes in his own name; any other author is refused (403, `not_yourself`). An API key of the workspace tells what anybody wrote.',
        params: byId,
        body: messageInput,
        response: { 200: message, 201: message },
      },
    },
    async ({ actor, params, body }, reply) => {
      const outcome = await addMessage(ctx, byActor(actor), params.id, body)
      if (!outcome.ok) return answer(reply, outcome)
      return reply.code(outcome.value.created ? 201 : 200).send(outcome.value.message)
    },
  )
  server.post(
    '/api/v1/conversations/:id/read',
    {
      config: READ,
      schema: {
        tags: ['conversations'],
        summary: 'Mark a conversation as read',
        params: byId,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await markRead(ctx, reader(actor), params.id), 204),
  )

  server.delete(
    '/api/v1/teams/:id',
    {
      config: { access: { ability: 'members.manage' } },
      schema: { tags: ['teams'], summary: 'Remove a team', params: byId, response: { 204: z.null() } },
    },
    async ({ actor, params }, reply) => answer(reply, await removeTeam(ctx, actor, params.id), 204),
  )

  await instance.register(attachmentRoutes, { ctx })
  await instance.register(churnRoutes, { ctx })

  server.get(
    '/api/v1/stream',
    {
      config: { ...READ, compress: false } as never,
      schema: {
        tags: ['conversations'],
        summary: 'Follow what changes, as server-sent events',
        description:
          'Events are named `news` (`{kind, …ids}`: read again what you show of it) and `gap` (some were missed: read all again).',
        response: { 200: { content: { 'text/event-stream': { schema: z.string() } } } },
      },
    },
    async (request, reply) => {
      const stream = openEventStream(request, reply, () => server.stillMay(request))
      stream.onClose(
        live.subscribe(request.actor.workspaceId, (news) => {
          if (news.kind === 'member') stream.check()
          const { only, ...told } = news
          if (only && !only.includes(request.actor.memberId ?? '')) return
          stream.send('news', told)
        }),
      )
      stream.onClose(live.onGap(() => stream.send('gap', {})))
    },
  )
}
