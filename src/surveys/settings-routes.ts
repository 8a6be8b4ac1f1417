import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { answerTagged, wantedVersion } from '../platform/http/entity-tag.ts'
import { page, pageQuery } from '../platform/http/paging.ts'
import { changeSettings, listVersions, readSettings } from './settings/change-settings.ts'
import { previewSettings, type SketchOf } from './preview.ts'
import { preview, previewInput, settings, settingsInput, settingsVersion } from './schema.ts'

/** Everybody who works with surveys may know the rules; only who may manage them changes them (C1, J11). */
const VIEW = { access: { ability: 'csat.view' } } as const
const MANAGE = { access: { ability: 'csat.manage' } } as const

/** The policy: as it is, changed, its history, and what it would look like. */
export async function settingsRoutes(
  instance: FastifyInstance,
  { ctx, sketchOf }: { ctx: Context; sketchOf: SketchOf },
): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  server.get(
    '/api/v1/settings/csat',
    { config: VIEW, schema: { tags: ['settings'], summary: 'Read the policy', response: { 200: settings } } },
    async (request, reply) =>
      answerTagged(request, reply, await readSettings(ctx, request.actor.workspaceId)),
  )
  server.put(
    '/api/v1/settings/csat',
    {
      config: MANAGE,
      schema: {
        tags: ['settings'],
        summary: 'Change the policy: a preset, single fields, or both',
        description:
          'With the `ETag` of `GET` in `If-Match`, or with `base_version`, a change is refused when somebody saved another version meanwhile (412, or 409).',
        body: settingsInput,
        response: { 200: settings },
      },
    },
    async (request, reply) => {
      const wanted = wantedVersion(request)
      if (!wanted.ok) return answer(reply, wanted)
      const outcome = await changeSettings(ctx, request.actor, request.body, wanted.value)
      return outcome.ok ? answerTagged(request, reply, outcome.value) : answer(reply, outcome)
    },
  )
  server.get(
    '/api/v1/settings/csat/versions',
    {
      config: VIEW,
      schema: {
        tags: ['settings'],
        summary: 'List earlier versions of the policy',
        querystring: pageQuery,
        response: { 200: page(settingsVersion) },
      },
    },
    async ({ actor, query }) => listVersions(ctx, actor.workspaceId, query),
  )
  server.post(
    '/api/v1/settings/csat/preview',
    {
      config: MANAGE,
      schema: {
        tags: ['settings'],
        summary: 'See what customers would get under a policy',
        body: previewInput,
        response: { 200: preview },
      },
    },
    async ({ actor, body }, reply) =>
      answer(reply, await previewSettings({ ctx, sketchOf }, actor.workspaceId, body)),
  )
}
