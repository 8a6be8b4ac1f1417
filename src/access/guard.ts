import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendProblem } from '../platform/http/server.ts'
import { toProblem } from '../platform/problem.ts'
import type { Actor } from './actor.ts'

/** Finds out who makes a request, from its bearer key or session cookie. Null: nobody known. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor | null>

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether the credential of an answer that goes on and on still allows it. */
    stillMay(request: FastifyRequest): Promise<boolean>
  }
}

/**
 * Lets a request through to its handler only if its credential allows the route (deny by default): 401
 * without a credential, 403 without the ability. A session's cookie alone does not change anything for
 * another site: writes must come from our own origin.
 */
export function guard(server: FastifyInstance, authenticate: Authenticate, publicOrigin: string): void {
  server.decorateRequest('actor', null as never)
  server.decorate('stillMay', async (request: FastifyRequest) => {
    const { access } = request.routeOptions.config
    const actor = await authenticate(request)
    if (actor?.workspaceId !== request.actor.workspaceId) return false
    return typeof access !== 'object' || actor.abilities.has(access.ability)
  })
  server.addHook('preValidation', async (request, reply) => {
    const access = request.routeOptions.config.access
    if (!access || access === 'public') return
    const actor = await authenticate(request)
    if (!actor) {
      return sendProblem(
        reply,
        toProblem({ kind: 'unauthenticated', message: 'Sign in, or send an API key as a bearer token.' }),
      )
    }
    if (actor.kind === 'member' && isForeignWrite(request, publicOrigin)) {
      return sendProblem(
        reply,
        toProblem({ kind: 'forbidden', message: 'This request came from another site.' }),
      )
    }
    if (access !== 'signed_in' && !actor.abilities.has(access.ability)) {
      return sendProblem(
        reply,
        toProblem({
          kind: 'forbidden',
          reason: 'missing_ability',
          message: `This needs the permission ${access.ability}.`,
        }),
      )
    }
    request.actor = actor
  })
}

/** A write that a browser sent on behalf of another origin. Browsers name the origin on every write. */
function isForeignWrite(request: FastifyRequest, publicOrigin: string): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return false
  const origin = request.headers.origin
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin'
  if (origin === undefined) return false
  return origin !== publicOrigin && URL.parse(origin)?.host !== request.headers.host
}
