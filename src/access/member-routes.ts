import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { notFound } from '../platform/outcome.ts'
import type { Auth } from './auth.ts'
import { addMember, changeMember, listMembers, removeMember } from './members.ts'
import { member, memberChange, memberInput, team, teamChange, teamInput } from './schema.ts'
import { listTeams, removeTeam, saveTeam } from './teams.ts'

const READ = { access: { ability: 'members.read' } } as const
const MANAGE = { access: { ability: 'members.manage' } } as const
const byId = z.object({ id: z.uuid() })

/** Members, their invitations, and teams. */
export async function memberRoutes(
  instance: FastifyInstance,
  { ctx, auth }: { ctx: Context; auth: Auth },
): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  const invite = (email: string): void => {
    auth.api
      .requestPasswordReset({ body: { email } })
      .catch((error: unknown) => ctx.log.warn({ err: error }, 'the invitation could not be sent'))
  }

  server.get(
    '/api/v1/members',
    {
      config: READ,
      schema: {
        tags: ['members'],
        response: { 200: z.object({ data: z.array(member), next_cursor: z.null() }) },
      },
    },
    async ({ actor }) => ({ data: await listMembers(ctx.db, actor.workspaceId), next_cursor: null }),
  )
  server.post(
    '/api/v1/members',
    { config: MANAGE, schema: { tags: ['members'], body: memberInput, response: { 201: member } } },
    async ({ actor, body }, reply) => {
      const outcome = await addMember(ctx, actor, body)
      if (outcome.ok) invite(outcome.value.email)
      return answer(reply, outcome, 201)
    },
  )
  server.patch(
    '/api/v1/members/:id',
    {
      config: MANAGE,
      schema: { tags: ['members'], params: byId, body: memberChange, response: { 200: member } },
    },
    async ({ actor, params, body }, reply) => answer(reply, await changeMember(ctx, actor, params.id, body)),
  )
  server.delete(
    '/api/v1/members/:id',
    { config: MANAGE, schema: { tags: ['members'], params: byId, response: { 204: z.null() } } },
    async ({ actor, params }, reply) => answer(reply, await removeMember(ctx, actor, params.id), 204),
  )
  server.post(
    '/api/v1/members/:id/invite',
    { config: MANAGE, schema: { tags: ['members'], params: byId, response: { 204: z.null() } } },
    async ({ actor, params }, reply) => {
      const [found] = await listMembers(ctx.db, actor.workspaceId, params.id)
      if (!found || found.removed_at !== null) return answer(reply, notFound('member'))
      invite(found.email)
      return reply.code(204).send(null)
    },
  )

  server.get(
    '/api/v1/teams',
    {
      config: READ,
      schema: {
        tags: ['teams'],
        response: { 200: z.object({ data: z.array(team), next_cursor: z.null() }) },
      },
    },
    async ({ actor }) => ({ data: await listTeams(ctx.db, actor.workspaceId), next_cursor: null }),
  )
  server.post(
    '/api/v1/teams',
    { config: MANAGE, schema: { tags: ['teams'], body: teamInput, response: { 201: team } } },
    async ({ actor, body }, reply) => answer(reply, await saveTeam(ctx, actor, undefined, body), 201),
  )
  server.patch(
    '/api/v1/teams/:id',
    { config: MANAGE, schema: { tags: ['teams'], params: byId, body: teamChange, response: { 200: team } } },
    async ({ actor, params, body }, reply) => answer(reply, await saveTeam(ctx, actor, params.id, body)),
  )
  server.delete(
    '/api/v1/teams/:id',
    { config: MANAGE, schema: { tags: ['teams'], params: byId, response: { 204: z.null() } } },
    async ({ actor, params }, reply) => answer(reply, await removeTeam(ctx, actor, params.id), 204),
  )
}
