import type { Role } from '../policy/settings.ts'
import type { Ability } from './abilities.ts'

/** Who makes a request: a member in the browser, or an API key (as itself, or as the member it is bound to). */
export type Actor = {
  workspaceId: string
  kind: 'member' | 'api_key'
  /** The member's id, or the key's. */
  id: string
  /** The member acted as: null for a key that speaks for the whole workspace. */
  memberId: string | null
  /** Null for a key that speaks for the whole workspace. */
  role: Role | null
  /** May do what only owners may: an owner, a key bound to one, or a key with every scope that an owner made. */
  isOwner: boolean
  /** The member who answers for what is done: the member himself, or who made the key. */
  answerableId: string | null
  abilities: ReadonlySet<Ability>
}

/** Who may call a route: anyone, anyone signed in, or who has the ability. */
export type RouteAccess = 'public' | 'signed_in' | { ability: Ability }

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess
    /** Public routes outside the API that are no reader's business in the API document. */
    internal?: boolean
    /** The answer holds a secret that is shown once: a retry with the same Idempotency-Key does not get it again. */
    answersSecret?: boolean
  }
  interface FastifyRequest {
    /** Set by the guard before any handler that is not public. */
    actor: Actor
  }
}
