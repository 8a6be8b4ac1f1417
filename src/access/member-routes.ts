import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import type { Mailer } from '../platform/mailer.ts'
import { done, fail, notFound } from '../platform/outcome.ts'
import { inviteMember } from './invite-member.ts'
import { addMember, changeMember, listMembers, removeMember } from './members.ts'
import {
  invitation,
  member,
  memberChange,
  memberInput,
  memberMade,
  team,
  teamChange,
  teamInput,
} from './schema.ts'
import { listTeams, saveTeam } from './teams.ts'

const READ = { access: { ability: 'members.read' } } as const
const MANAGE = { access: { ability: 'members.manage' } } as const
/** The answer may hold a link that opens the membership. */
const INVITE = { ...MANAGE, answersSecret: true } as const
const byId = z.object({ id: z.uuid() })

/** Members, their invitations, and teams. */
export async function memberRoutes(
  instance: FastifyInstance,
  deps: { ctx: Context; mailer: Mailer },
): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  const { ctx } = deps

  server.get(
    '/api/v1/members',
    {
      config: READ,
      schema: {
        tags: ['members'],
        summary: 'List members',
        response: { 200: z.object({ data: z.array(member), next_cursor: z.null() }) },
      },
    },
    async ({ actor }) => ({ data: await listMembers(ctx.db, actor), next_cursor: null }),
  )
  server.post(
    '/api/v1/members',
    {
      config: INVITE,
      schema: {
        tags: ['members'],
        summary: 'Invite a member',
        body: memberInput,
        response: { 201: memberMade },
      },
    },
    async ({ actor, body }, reply) => {
      const outcome = await addMember(ctx, actor, body)
      if (!outcome.ok) return answer(reply, outcome)
      const invitation = await inviteMember(deps, actor, outcome.value)
      return answer(reply, done({ ...outcome.value, invitation }), 201)
    },
  )
  server.patch(
    '/api/v1/members/:id',
    {
      config: MANAGE,
      schema: {
        tags: ['members'],
        summary: 'Change the name a member has in this workspace, the role or the teams',
        params: byId,
        body: memberChange,
        response: { 200: member },
      },
    },
    async ({ actor, params, body }, reply) => answer(reply, await changeMember(ctx, actor, params.id, body)),
  )
  server.delete(
    '/api/v1/members/:id',
    {
      config: MANAGE,
      schema: { tags: ['members'], summary: 'Remove a member', params: byId, response: { 204: z.null() } },
    },
    async ({ actor, params }, reply) => answer(reply, await removeMember(ctx, actor, params.id), 204),
  )
  server.post(
    '/api/v1/members/:id/invite',
    {
      config: INVITE,
      schema: {
        tags: ['members'],
        summary: 'Send the invitation again',
        params: byId,
        response: { 200: invitation },
      },
    },
    async ({ actor, params }, reply) => {
      const [found] = await listMembers(ctx.db, actor, params.id)
      if (!found || found.removed_at !== null) return answer(reply, notFound('member'))
      if (found.joined_at !== null) {
        const message = `${found.name} has joined already.`
        return answer(reply, fail({ kind: 'conflict', reason: 'joined_already', message }))
      }
      return answer(reply, done(await inviteMember(deps, actor, found)))
    },
  )

  server.get(
    '/api/v1/teams',
    {
      config: READ,
      schema: {
        tags: ['teams'],
        summary: 'List teams',
        response: { 200: z.object({ data: z.array(team), next_cursor: z.null() }) },
      },
    },
    async ({ actor }) => ({ data: await listTeams(ctx.db, actor.workspaceId), next_cursor: null }),
  )
  server.post(
    '/api/v1/teams',
    {
      config: MANAGE,
      schema: { tags: ['teams'], summary: 'Make a team', body: teamInput, response: { 201: team } },
    },
    async ({ actor, body }, reply) => answer(reply, await saveTeam(ctx, actor, undefined, body), 201),
  )
  server.patch(
    '/api/v1/teams/:id',
    {
      config: MANAGE,
      schema: {
        tags: ['teams'],
        summary: 'Change a team',
        params: byId,
        body: teamChange,
        response: { 200: team },
      },
    },
    async ({ actor, params, body }, reply) => answer(reply, await saveTeam(ctx, actor, params.id, body)),
  )
}
