import type { FastifyRequest } from 'fastify'
import type { Context } from '../platform/context.ts'
import { askDatabase } from '../platform/database.ts'
import { ABILITIES, type Ability, ROLE_ABILITIES } from './abilities.ts'
import type { Actor } from './actor.ts'
import { findKey, touchKey } from './api-keys.ts'
import type { Auth } from './auth.ts'
import type { Authenticate } from './guard.ts'

/** Reads the credential of a request: a bearer key, else a session cookie. */
export function makeAuthenticate(ctx: Context, auth: Auth): Authenticate {
  return async (request) => {
    const header = request.headers.authorization
    if (header !== undefined) {
      const [scheme, key] = header.split(' ')
      return scheme?.toLowerCase() === 'bearer' && key ? keyActor(ctx, key) : null
    }
    return sessionActor(ctx, auth, request)
  }
}

async function keyActor(ctx: Context, text: string): Promise<Actor | null> {
  const key = await findKey(ctx.db, text)
  if (!key) return null
  touchKey(ctx, key)
  const scopes = key.scopes.filter((scope): scope is Ability => ABILITIES.includes(scope as Ability))
  const ofRole = key.role === null ? ABILITIES : ROLE_ABILITIES[key.role]
  return {
    workspaceId: key.workspace_id,
    kind: 'api_key',
    id: key.id,
    memberId: key.member_id,
    role: key.role,
    isOwner: key.member_id === null ? key.as_owner && key.maker_is_owner : key.role === 'owner',
    answerableId: key.member_id ?? key.created_by,
    abilities: new Set(scopes.filter((scope) => ofRole.includes(scope))),
  }
}

/** The user behind a request's cookie, with the workspace chosen in that session. */
export async function sessionOf(
  auth: Auth,
  request: FastifyRequest,
): Promise<{ userId: string; sessionId: string; workspaceId: string | null } | null> {
  const { cookie } = request.headers
  if (!cookie?.includes('candor.')) return null
  const found = await auth.api.getSession({ headers: new Headers({ cookie }) })
  if (!found) return null
  const workspaceId = (found.session as { activeWorkspaceId?: string | null }).activeWorkspaceId ?? null
  return { userId: found.user.id, sessionId: found.session.id, workspaceId }
}

async function sessionActor(ctx: Context, auth: Auth, request: FastifyRequest): Promise<Actor | null> {
  const session = await sessionOf(auth, request).catch(async (error: unknown) => {
    await askDatabase(ctx.db)
    throw error
  })
  if (!session) return null
  const memberships = await ctx.db
    .selectFrom('members')
    .select(['workspace_id', 'id', 'role'])
    .where('user_id', '=', session.userId)
    .where('removed_at', 'is', null)
    .where('joined_at', 'is not', null)
    .orderBy('created_at')
    .execute()
  const member = memberships.find(({ workspace_id: id }) => id === session.workspaceId) ?? memberships[0]
  if (!member) return null
  return {
    workspaceId: member.workspace_id,
    kind: 'member',
    id: member.id,
    memberId: member.id,
    role: member.role,
    isOwner: member.role === 'owner',
    answerableId: member.id,
    abilities: new Set(ROLE_ABILITIES[member.role]),
  }
}
