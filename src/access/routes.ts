import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { page, pageQuery } from '../platform/http/paging.ts'
import type { Mailer } from '../platform/mailer.ts'
import { notFound } from '../platform/outcome.ts'
import { listAudit } from './audit.ts'
import { authRoutes, signIn } from './auth-routes.ts'
import type { Auth } from './auth.ts'
import { sessionOf } from './authenticate.ts'
import { createWorkspace, hasWorkspace } from './create-workspace.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { memberRoutes } from './member-routes.ts'
import { apiKey, apiKeyInput, apiKeyMade, auditEntry, me, setupInput, workspaceChange } from './schema.ts'
import { makeSignInLimit } from './sign-in-limit.ts'
import { changeWorkspace, describeMe, switchWorkspace } from './workspace.ts'

const SIGNED_IN = { access: 'signed_in' } as const
const KEYS = { access: { ability: 'keys.manage' } } as const
const byId = z.object({ id: z.uuid() })

/** Sign-in, first-run set-up, who am I, the workspace, members, teams, keys, audit trail. */
export async function accessRoutes(
  instance: FastifyInstance,
  { ctx, auth, mailer }: { ctx: Context; auth: Auth; mailer: Mailer },
): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  const signIns = makeSignInLimit(ctx)
  authRoutes(instance, { ctx, auth, signIns })

  server.get(
    '/api/v1/setup',
    {
      config: { access: 'public' },
      schema: {
        tags: ['set-up'],
        summary: 'Whether Candor still has to be set up',
        response: { 200: z.object({ needed: z.boolean(), mail: z.boolean() }) },
      },
    },
    async () => ({ needed: !(await hasWorkspace(ctx.db)), mail: mailer.configured }),
  )
  server.post(
    '/api/v1/setup',
    {
      config: { access: 'public', rateLimit: { max: 10, timeWindow: '1 minute' } },
      schema: {
        tags: ['set-up'],
        summary: 'Set Candor up: the first workspace and its owner',
        body: setupInput,
        response: { 201: z.object({ workspace_id: z.uuid() }) },
      },
    },
    async (request, reply) => {
      const { workspace, name, email, password } = request.body
      const made = await createWorkspace(
        ctx,
        auth,
        { workspace, ownerName: name, ownerEmail: email, ownerPassword: password },
        { onlyFirst: true },
      )
      if (!made.ok) return answer(reply, made)
      const { workspaceId } = made.value
      await signIn({ ctx, auth, signIns }, request, reply, { email, password, workspaceId })
      return reply.code(201).send({ workspace_id: workspaceId })
    },
  )
  server.get(
    '/api/v1/me',
    {
      config: SIGNED_IN,
      schema: {
        tags: ['access'],
        summary: 'Who the credential is and what it may do',
        response: { 200: me },
      },
    },
    async ({ actor }) => describeMe(ctx, actor),
  )
  server.post(
    '/api/v1/me/workspace',
    {
      config: SIGNED_IN,
      schema: {
        tags: ['access'],
        summary: 'Switch the session to another workspace',
        body: z.object({ workspace_id: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const session = await sessionOf(auth, request)
      if (!session) return answer(reply, notFound('session'))
      return answer(reply, await switchWorkspace(ctx, session, request.body.workspace_id), 204)
    },
  )
  server.patch(
    '/api/v1/workspace',
    {
      config: { access: { ability: 'settings.manage' } },
      schema: {
        tags: ['access'],
        summary: 'Change the workspace’s name, time zone, colour or logo',
        body: workspaceChange,
        response: { 200: me.shape.workspace },
      },
    },
    async ({ actor, body }, reply) => answer(reply, await changeWorkspace(ctx, actor, body)),
  )
  server.get(
    '/api/v1/api-keys',
    {
      config: KEYS,
      schema: {
        tags: ['API keys'],
        summary: 'List API keys',
        response: { 200: z.object({ data: z.array(apiKey), next_cursor: z.null() }) },
      },
    },
    async ({ actor }) => ({ data: await listApiKeys(ctx, actor.workspaceId), next_cursor: null }),
  )
  server.post(
    '/api/v1/api-keys',
    {
      config: { ...KEYS, answersSecret: true },
      schema: {
        tags: ['API keys'],
        summary: 'Make an API key; the key itself is shown once',
        body: apiKeyInput,
        response: { 201: apiKeyMade },
      },
    },
    async ({ actor, body }, reply) => answer(reply, await createApiKey(ctx, actor, body), 201),
  )
  server.delete(
    '/api/v1/api-keys/:id',
    {
      config: KEYS,
      schema: { tags: ['API keys'], summary: 'Revoke an API key', params: byId, response: { 204: z.null() } },
    },
    async ({ actor, params }, reply) => answer(reply, await revokeApiKey(ctx, actor, params.id), 204),
  )
  server.get(
    '/api/v1/audit',
    {
      config: { access: { ability: 'audit.read' } },
      schema: {
        tags: ['access'],
        summary: 'List what members and keys have changed',
        querystring: pageQuery,
        response: { 200: page(auditEntry) },
      },
    },
    async ({ actor, query }, reply) => answer(reply, await listAudit(ctx, actor.workspaceId, query)),
  )
  await memberRoutes(instance, { ctx, mailer })
  await invitationRoutes(instance, { ctx, auth, signIns })
}
