import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { addApp, changeApp, getApp, listApps, removeApp } from './manage-apps.ts'
import { previewApp } from './preview-app.ts'
import { app, appChange, appInput, appMade, appPreview } from './schema.ts'

const MANAGE = { access: { ability: 'settings.manage' } } as const
const tags = ['closing apps']
const byId = z.object({ id: z.uuid() })

/** Closing apps (I11): whose card stands in for the survey when a conversation ends. */
export async function appRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/apps',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'List closing apps',
        description: 'In the order in which they are asked: the first that is enabled on the channel is.',
        response: { 200: z.object({ data: z.array(app), next_cursor: z.null() }) },
      },
    },
    async ({ actor }) => ({ data: await listApps(ctx, actor.workspaceId), next_cursor: null }),
  )
  server.post(
    '/api/v1/apps',
    {
      config: { ...MANAGE, answersSecret: true },
      schema: {
        tags,
        summary: 'Add a closing app; its secret is shown once',
        description:
          'An app of kind `url` gets a POST with `{type, conversation, resolution, contact}`, signed as Standard Webhooks are, and answers 200 with a ClosingCard within 3 seconds. If it does not, the survey goes out.',
        body: appInput,
        response: { 201: appMade },
      },
    },
    async ({ actor, body }, reply) => answer(reply, await addApp(ctx, actor, body), 201),
  )
  server.get(
    '/api/v1/apps/:id',
    {
      config: MANAGE,
      schema: { tags, summary: 'Read a closing app', params: byId, response: { 200: app } },
    },
    async ({ actor, params }, reply) => answer(reply, await getApp(ctx, actor.workspaceId, params.id)),
  )
  server.patch(
    '/api/v1/apps/:id',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Change a closing app',
        params: byId,
        body: appChange,
        response: { 200: app },
      },
    },
    async ({ actor, params, body }, reply) => answer(reply, await changeApp(ctx, actor, params.id, body)),
  )
  server.delete(
    '/api/v1/apps/:id',
    {
      config: MANAGE,
      schema: { tags, summary: 'Remove a closing app', params: byId, response: { 204: z.null() } },
    },
    async ({ actor, params }, reply) => answer(reply, await removeApp(ctx, actor, params.id), 204),
  )
  server.post(
    '/api/v1/apps/:id/preview',
    {
      config: { ...MANAGE, rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: {
        tags,
        summary: 'Ask a closing app for its card, as a trial',
        params: byId,
        response: { 200: appPreview },
      },
    },
    async ({ actor, params }, reply) => answer(reply, await previewApp(ctx, actor.workspaceId, params.id)),
  )
}
