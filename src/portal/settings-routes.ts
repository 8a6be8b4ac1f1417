import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { changePortalSettings, readPortalSettings } from './portal-settings.ts'
import { portalSettings, portalSettingsInput } from './schema.ts'

const MANAGE = { access: { ability: 'settings.manage' } } as const
const tags = ['settings']

/** What a workspace sets about its portal. */
export function portalSettingsRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): void {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/settings/portal',
    {
      config: MANAGE,
      schema: { tags, summary: 'Read the customer portal’s settings', response: { 200: portalSettings } },
    },
    async ({ actor }) => readPortalSettings(ctx, actor.workspaceId),
  )
  server.put(
    '/api/v1/settings/portal',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Say which sites may show the customer portal in a frame',
        body: portalSettingsInput,
        response: { 200: portalSettings },
      },
    },
    async ({ actor, body }, reply) =>
      answer(reply, await changePortalSettings(ctx, actor, body.allowed_origins)),
  )
}
