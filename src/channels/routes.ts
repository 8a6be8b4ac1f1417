import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { connectChannel, disconnectChannel, setFallback } from './connect-channel.ts'
import { listChannels } from './list-channels.ts'
import type { Registry } from './registry.ts'
import {
  accountInput,
  byChannel,
  channelList,
  connectedChannel,
  fallbackAnswer,
  fallbackInput,
  testAnswer,
  testInput,
} from './schema.ts'
import { testChannel } from './test-channel.ts'

const MANAGE = { access: { ability: 'settings.manage' } } as const

/** Connecting channels (C15): what there is, the accounts, a test, and the way round a channel that fails. */
export async function channelRoutes(
  instance: FastifyInstance,
  deps: { ctx: Context; channels: Registry },
): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/channels',
    {
      config: MANAGE,
      schema: {
        tags: ['channels'],
        summary: 'List the channels and how they are connected',
        response: { 200: channelList },
      },
    },
    async ({ actor }) => listChannels(deps, actor.workspaceId),
  )
  server.put(
    '/api/v1/channels/:channel',
    {
      config: MANAGE,
      schema: {
        tags: ['channels'],
        summary: 'Connect a channel, or change its account',
        params: byChannel,
        body: accountInput,
        response: { 200: connectedChannel },
      },
    },
    async ({ actor, params, body }, reply) =>
      answer(reply, await connectChannel(deps, actor, params.channel, body.settings)),
  )
  server.delete(
    '/api/v1/channels/:channel',
    {
      config: MANAGE,
      schema: {
        tags: ['channels'],
        summary: 'Disconnect a channel',
        params: byChannel,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) =>
      answer(reply, await disconnectChannel(deps, actor, params.channel), 204),
  )
  server.post(
    '/api/v1/channels/:channel/test',
    {
      config: { ...MANAGE, rateLimit: { max: 20, timeWindow: 60_000 } },
      schema: {
        tags: ['channels'],
        summary: 'Send a test message',
        params: byChannel,
        body: testInput,
        response: { 200: testAnswer },
      },
    },
    async ({ actor, params, body }, reply) =>
      answer(reply, await testChannel(deps, actor, params.channel, body.to)),
  )
  server.put(
    '/api/v1/channels/fallback',
    {
      config: MANAGE,
      schema: {
        tags: ['channels'],
        summary: 'Set where surveys go whose own channel fails',
        body: fallbackInput,
        response: { 200: fallbackAnswer },
      },
    },
    async ({ actor, body }, reply) => answer(reply, await setFallback(deps, actor, body.fallback)),
  )
}
