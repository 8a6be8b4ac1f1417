import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import { answer } from '../platform/http/answer.ts'
import { acceptInvitation, readInvitation } from './accept-invitation.ts'
import type { Auth } from './auth.ts'
import { signIn, tooManyAttempts } from './auth-routes.ts'
import { invitationAnswer, invitationQuestion, invitationView } from './schema.ts'
import type { SignInLimit } from './sign-in-limit.ts'

const PUBLIC = { access: 'public', rateLimit: { max: 20, timeWindow: '1 minute' } } as const

/** What the link in an invitation opens. Its token is in the body: addresses end up in logs. */
export async function invitationRoutes(
  instance: FastifyInstance,
  deps: { ctx: Context; auth: Auth; signIns: SignInLimit },
): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  const { ctx, signIns } = deps

  server.post(
    '/api/v1/invitation',
    {
      config: PUBLIC,
      schema: {
        tags: ['members'],
        summary: 'Read an invitation by its link’s token',
        body: invitationQuestion,
        response: { 200: invitationView },
      },
    },
    async ({ body }, reply) => answer(reply, await readInvitation(ctx, body.token)),
  )
  server.post(
    '/api/v1/invitation/accept',
    {
      config: PUBLIC,
      schema: {
        tags: ['members'],
        summary: 'Accept an invitation as the user it is for, and sign in',
        body: invitationAnswer,
        response: { 200: z.object({ workspace_id: z.uuid() }) },
      },
    },
    async (request, reply) => {
      const { body } = request
      const invitation = await readInvitation(ctx, body.token)
      if (!invitation.ok) return answer(reply, invitation)
      const wait = body.password === undefined ? 0 : signIns.attempt(request, invitation.value.email)
      if (wait > 0) return answer(reply, tooManyAttempts(wait))
      const accepted = await acceptInvitation(deps, body)
      if (!accepted.ok) return answer(reply, accepted)
      await signIn(deps, request, reply, accepted.value)
      return reply.send({ workspace_id: accepted.value.workspaceId })
    },
  )
}
