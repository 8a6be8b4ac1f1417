import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../platform/context.ts'
import { askDatabase } from '../platform/database.ts'
import { answer } from '../platform/http/answer.ts'
import { sendProblem } from '../platform/http/server.ts'
import { tell } from '../platform/live.ts'
import { fail, type Outcome } from '../platform/outcome.ts'
import { toProblem } from '../platform/problem.ts'
import { type Auth, forgetResetLinks } from './auth.ts'
import { sessionOf } from './authenticate.ts'
import type { SignInLimit } from './sign-in-limit.ts'

/** The parts of better-auth that the app uses; the rest is not served. */
const AUTH_PATHS = [
  'sign-in/email',
  'sign-out',
  'request-password-reset',
  'reset-password',
  'change-password',
] as const

/** Sign-in, sign-out and passwords: hands the allowed paths to better-auth, as the web requests it understands. */
export function authRoutes(
  server: FastifyInstance,
  { ctx, auth, signIns }: { ctx: Context; auth: Auth; signIns: SignInLimit },
): void {
  for (const path of AUTH_PATHS) {
    server.post(
      `/api/auth/${path}`,
      { config: { access: 'public', internal: true, rateLimit: { max: 20, timeWindow: '1 minute' } } },
      async (request, reply) => {
        const email = path === 'sign-in/email' ? emailIn(request) : null
        const wait = email === null ? 0 : signIns.attempt(request, email)
        if (wait > 0) return answer(reply, tooManyAttempts(wait))
        // Read before: afterwards the session may be gone.
        const session = path === 'sign-in/email' ? null : await sessionOf(auth, request).catch(() => null)
        const response = await handOver(ctx, auth, request, path)
        if (!response.ok && !isRefusal(response)) await askDatabase(ctx.db)
        copyCookies(response, reply)
        const body = (await response.json().catch(() => null)) as { message?: string; code?: string } | null
        if (response.ok) {
          if (email !== null) signIns.succeeded(request, reply, email)
          if (session && path === 'change-password') await endOthers(ctx, session)
          if (session) await tellWorkspaces(ctx, session.userId)
          return reply.code(response.status).send({ ok: true })
        }
        return sendProblem(reply, {
          ...toProblem({ kind: 'forbidden', message: body?.message ?? 'That did not work.' }),
          status: response.status,
          title: 'Not signed in',
          ...(body?.code ? { reason: body.code.toLowerCase() } : {}),
        })
      },
    )
  }
}

/** It was understood and answered with no; anything else went wrong on the way. */
function isRefusal({ status }: Response): boolean {
  return status < 500
}

/** What a person hears whose account is being guessed at, or who guesses. */
export function tooManyAttempts(seconds: number): Outcome<never> {
  return fail({
    kind: 'too_many',
    message: `Too many attempts to sign in to this account. Wait ${seconds} seconds, or reset the password.`,
    retryAfterSeconds: seconds,
  })
}

/** Signs a user in whose password is known to be right, to work in this workspace. */
export async function signIn(
  { ctx, auth, signIns }: { ctx: Context; auth: Auth; signIns: SignInLimit },
  request: FastifyRequest,
  reply: FastifyReply,
  who: { email: string; password: string; workspaceId: string },
): Promise<void> {
  const { email, password } = who
  const response = await auth.api.signInEmail({ body: { email, password }, asResponse: true })
  copyCookies(response, reply)
  signIns.succeeded(request, reply, email)
  const { token } = (await response.json()) as { token: string }
  await ctx.db
    .updateTable('sessions')
    .set({ active_workspace_id: who.workspaceId })
    .where('token', '=', token)
    .execute()
}

function emailIn(request: FastifyRequest): string {
  const { email } = (request.body ?? {}) as { email?: unknown }
  return typeof email === 'string' ? email : ''
}

function handOver(ctx: Context, auth: Auth, request: FastifyRequest, path: string): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json' })
  for (const name of ['cookie', 'origin', 'user-agent'] as const) {
    const value = request.headers[name]
    if (value) headers.set(name, value)
  }
  return auth.handler(
    new Request(`${ctx.config.publicUrl}/api/auth/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(request.body ?? {}),
    }),
  )
}

/** A changed password ends the user's other sessions and the reset links that are still about. */
async function endOthers(ctx: Context, session: { userId: string; sessionId: string }): Promise<void> {
  await ctx.db
    .deleteFrom('sessions')
    .where('user_id', '=', session.userId)
    .where('id', '!=', session.sessionId)
    .execute()
  await forgetResetLinks(ctx.db, session.userId)
}

/** Open streams look again whether their credential still holds. */
async function tellWorkspaces(ctx: Context, userId: string): Promise<void> {
  const rows = await ctx.db
    .selectFrom('members')
    .select('workspace_id')
    .where('user_id', '=', userId)
    .execute()
  const news = rows.map((row) => ({ workspace_id: row.workspace_id, kind: 'member' as const }))
  await ctx.db.transaction().execute((tx) => tell(tx, ...news))
}

function copyCookies(from: Response, to: FastifyReply): void {
  for (const cookie of from.headers.getSetCookie()) void to.header('set-cookie', cookie)
}
