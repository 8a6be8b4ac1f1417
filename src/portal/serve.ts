import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../platform/context.ts'
import { statusOf } from '../platform/problem.ts'
import { base, type Place } from './pages/document.ts'
import { portalHeaders } from './pages/headers.ts'
import { renderNothing, renderSignIn } from './pages/sign-in-page.ts'
import { placeOf } from './place.ts'
import { isOwnForm, type PortalSession } from './session.ts'
import { allowedOrigins } from './store.ts'

const PUBLIC = { access: 'public', internal: true } as const
const HIDDEN = { hide: true } as const

/** Options of the portal's routes: pages, and forms with so many per minute for each address. */
export const PAGE = { config: { ...PUBLIC, rateLimit: { max: 300, timeWindow: 60_000 } }, schema: HIDDEN }
export const WRITE = {
  config: { ...PUBLIC, rateLimit: { max: 60, timeWindow: 60_000 } },
  schema: HIDDEN,
  bodyLimit: 65_536,
}
/** Asking for a link sends a mail. */
export const KNOCK = {
  config: { ...PUBLIC, rateLimit: { max: 10, timeWindow: 60_000 } },
  schema: HIDDEN,
  bodyLimit: 8192,
}

type AtWorkspace = FastifyRequest<{ Params: { workspace: string } }>

/** Lets whoever is signed in through to `act`; everybody else gets the sign-in, and a foreign form nothing. */
export type Enter = (
  request: AtWorkspace,
  reply: FastifyReply,
  act: (place: Place, session: PortalSession) => Promise<unknown>,
) => Promise<unknown>

export function makeEnter(ctx: Context): Enter {
  return async (request, reply, act) => {
    const place = await placeOf(ctx, request)
    if (!place) return noWorkspace(reply)
    const { session } = place
    const isForm = request.method === 'POST'
    if (!session) {
      const status = isForm ? statusOf('unauthenticated') : undefined
      return send(ctx, reply, place, renderSignIn(place), { status })
    }
    if (isForm && (isForeign(request) || !isOwnForm(session, formOf(request).fields))) {
      return send(ctx, reply, place, renderNothing(place), { status: statusOf('forbidden') })
    }
    return act(place, session)
  }
}

/** A form that a page of another site has sent. Browsers say so by themselves. */
export function isForeign({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

/** What a form sent; a field sent twice counts once, but in `list`. */
export function formOf(request: FastifyRequest) {
  const fields = (request.body ?? {}) as Record<string, unknown>
  const list = (name: string): string[] =>
    [fields[name] ?? []].flat().filter((value): value is string => typeof value === 'string')
  return { fields, list, text: (name: string): string | undefined => list(name)[0] }
}

/** Sends a page of the portal with its headers; only in a frame may the sites that are allowed show it. */
export async function send(
  ctx: Context,
  reply: FastifyReply,
  place: Place,
  page: string,
  how: { status?: number | undefined; imageUrl?: string | undefined } = {},
): Promise<unknown> {
  const frames = place.embedded ? await allowedOrigins(ctx.db, place.workspaceId) : []
  if (frames.length > 0) void reply.removeHeader('x-frame-options')
  return reply
    .code(how.status ?? 200)
    .headers(portalHeaders(place.brand, frames, how.imageUrl ?? null))
    .send(page)
}

/** After a form: the page that shows what came of it, so that a reload sends nothing twice. */
export function toPage(reply: FastifyReply, address: string): unknown {
  return reply.header('cache-control', 'no-store').redirect(address, 303)
}

/** The portal of no workspace. */
export function noWorkspace(reply: FastifyReply): unknown {
  return reply.callNotFound()
}

/** The list, where everybody begins. */
export function toList(reply: FastifyReply, place: Pick<Place, 'workspaceId'>): unknown {
  return toPage(reply, base(place))
}
