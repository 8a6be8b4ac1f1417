import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../platform/context.ts'
import { openEventStream } from '../platform/http/event-stream.ts'
import type { Live } from '../platform/live.ts'
import { statusOf } from '../platform/problem.ts'
import { tellAway } from '../surveys/answering/away-handler.ts'
import { sessionInput } from '../customers/schema.ts'
import { signInVouched } from '../customers/sign-in-vouched.ts'
import { readVisitor } from '../customers/visitor.ts'
import { conversationRoutes } from './conversation-routes.ts'
import { discordStart, takeDiscord, workspaceOfState } from './link-discord.ts'
import { portalCss, portalJs } from './pages/assets.ts'
import { base, type Place } from './pages/document.ts'
import { renderList } from './pages/list-page.ts'
import { renderContinue, renderContinueAs, renderLinkSent, renderSignIn } from './pages/sign-in-page.ts'
import { placeOf } from './place.ts'
import { readList } from './read-portal.ts'
import { linkRequest } from './schema.ts'
import {
  formOf,
  isForeign,
  KNOCK,
  makeEnter,
  noWorkspace,
  PAGE,
  send,
  toList,
  toPage,
  WRITE,
} from './serve.ts'
import { type Customer, endSession, readSession, seenBy, startSession } from './session.ts'
import { portalSettingsRoutes } from './settings-routes.ts'
import { isLinkGood, requestLink, useLink } from './sign-in-link.ts'
import { findContactOf, onlyWorkspace } from '../customers/own.ts'

type Deps = { ctx: Context; live: Live }
type AtWorkspace = { Params: { workspace: string } }
/** Who comes by the site's word. */
const WORDS = ['user_id', 'user_hash', 'name', 'email', 'exp', 'visitor', 'embed'] as const
type Words = Partial<Record<(typeof WORDS)[number], string>>
type Entry = AtWorkspace & { Querystring: Words & { cursor?: string } }

const YEAR = 'public, max-age=31536000, immutable'

/** The customers' portal (J6): their own conversations and the ratings that wait. Nothing of anybody else's. */
export async function portalRoutes(server: FastifyInstance, { ctx, live }: Deps): Promise<void> {
  server.setErrorHandler(tellAway)
  const enter = makeEnter(ctx)
  portalSettingsRoutes(server, { ctx })
  for (const { path, contentType, etag, body } of [portalCss, portalJs]) {
    server.get(path, PAGE, async (_request, reply) =>
      reply.headers({ 'content-type': contentType, 'cache-control': YEAR, etag }).send(body),
    )
  }

  server.get('/portal', PAGE, async (_request, reply) => {
    const workspaceId = await onlyWorkspace(ctx.db)
    return workspaceId ? toList(reply, { workspaceId }) : noWorkspace(reply)
  })
  server.get<Entry>('/portal/:workspace', PAGE, async (request, reply) => {
    if (request.query.user_id || request.query.visitor) return letIn(request, reply)
    return enter(request, reply, async (place, session) => {
      const list = await readList(ctx, session, place.waiting, request.query.cursor)
      return send(ctx, reply, place, renderList(place, list))
    })
  })
  server.post<AtWorkspace>('/portal/:workspace/sign-out', WRITE, async (request, reply) =>
    enter(request, reply, async (place, session) => {
      await endSession(ctx, reply, session)
      return toList(reply, place)
    }),
  )
  server.post<AtWorkspace>('/portal/:workspace/enter', KNOCK, async (request, reply) => {
    const place = await placeOf(ctx, request)
    if (!place) return noWorkspace(reply)
    const form = formOf(request)
    const words: Words = Object.fromEntries(
      WORDS.flatMap((key) => (form.text(key) === undefined ? [] : [[key, form.text(key)]])),
    )
    const customer = isForeign(request) ? null : await vouchedFor(words, place)
    return customer ? admit(reply, place, customer, words) : strangers(reply, place, words)
  })
  signInRoutes()
  discordRoutes()
  conversationRoutes(server, ctx, enter)

  server.get<AtWorkspace>(
    '/portal/:workspace/events',
    { ...PAGE, compress: false } as typeof PAGE,
    async (request, reply) => {
      const { workspace } = request.params
      const session = await readSession(ctx, request, workspace).catch(() => null)
      if (!session) return reply.code(statusOf('unauthenticated')).send()
      const isStill = async (): Promise<boolean> => (await readSession(ctx, request, workspace)) !== null
      const stream = openEventStream(request, reply, isStill)
      stream.onClose(
        live.subscribe(workspace, (news) => {
          if (news.contact_id === session.contactId) stream.send('news', {})
        }),
      )
      stream.onClose(live.onGap(() => stream.send('gap', {})))
    },
  )

  function signInRoutes(): void {
    server.post<AtWorkspace>('/portal/:workspace/sign-in', KNOCK, async (request, reply) => {
      const place = await placeOf(ctx, request)
      if (!place) return noWorkspace(reply)
      if (!place.mails) {
        return send(ctx, reply, place, renderSignIn(place), { status: statusOf('unavailable') })
      }
      const parsed = linkRequest.safeParse({ email: formOf(request).text('email')?.trim() })
      if (!parsed.success || isForeign(request)) {
        return send(ctx, reply, place, renderSignIn(place, 'email'), { status: statusOf('invalid') })
      }
      const locale = request.headers['accept-language']?.slice(0, 200) ?? null
      const askedBy = place.session?.contactId ?? null
      await requestLink(ctx, place.workspaceId, { email: parsed.data.email, locale, askedBy })
      return send(ctx, reply, place, renderLinkSent(place))
    })
    server.get<{ Params: { workspace: string; token: string } }>(
      '/portal/:workspace/sign-in/:token',
      PAGE,
      async (request, reply) => {
        const place = await placeOf(ctx, request)
        if (!place) return noWorkspace(reply)
        const { token } = request.params
        if (await isLinkGood(ctx, place.workspaceId, token)) {
          return send(ctx, reply, anonymous(place), renderContinue(anonymous(place), token))
        }
        // Who has used it before is still signed in, and looks for his conversations.
        return place.session ? toList(reply, place) : linkOver(reply, place)
      },
    )
    server.post<{ Params: { workspace: string; token: string } }>(
      '/portal/:workspace/sign-in/:token',
      KNOCK,
      async (request, reply) => {
        const place = await placeOf(ctx, request)
        if (!place) return noWorkspace(reply)
        if (isForeign(request)) return linkOver(reply, place)
        const used = await useLink(ctx, place.workspaceId, request.params.token, place.session)
        if (!used.ok) return linkOver(reply, place)
        await startSession(ctx, reply, used.value, { by: 'mailed', embedded: false })
        return toList(reply, place)
      },
    )
  }

  function discordRoutes(): void {
    server.get<AtWorkspace>('/portal/:workspace/discord', PAGE, async (request, reply) =>
      enter(request, reply, async (place, session) => {
        const address = await discordStart(ctx, session)
        return address ? toPage(reply, address) : toList(reply, place)
      }),
    )
    // Discord knows one address for all workspaces; the cookie of each is seen only on its own.
    server.get<{ Querystring: { code?: string; state?: string } }>(
      '/portal/discord',
      PAGE,
      async ({ query: { code, state } }, reply) => {
        const workspaceId = workspaceOfState(state ?? '')
        if (!workspaceId) return noWorkspace(reply)
        const query = new URLSearchParams({ state: state!, code: code ?? '' })
        return toPage(reply, `${base({ workspaceId })}/discord/linked?${query.toString()}`)
      },
    )
    server.get<AtWorkspace & { Querystring: { code?: string; state?: string } }>(
      '/portal/:workspace/discord/linked',
      PAGE,
      async (request, reply) =>
        enter(request, reply, async (place, session) => {
          const { code, state } = request.query
          if (code && state) await takeDiscord(ctx, session, { code, state })
          return toList(reply, place)
        }),
    )
  }

  /**
   * By the site's word: its signed user id, or the token that the chat on it holds. The address is clean at once. An
   * address can be opened by any page, so it never takes the place of somebody else who is signed in: he is asked.
   */
  async function letIn(request: FastifyRequest<Entry>, reply: FastifyReply): Promise<unknown> {
    const place = await placeOf(ctx, request)
    if (!place) return noWorkspace(reply)
    const { query } = request
    const customer = await vouchedFor(query, place)
    if (!customer) return strangers(reply, place, query)
    const { session } = place
    if (session && session.contactId !== customer.contactId) {
      const contact = await findContactOf(ctx.db, customer)
      const words = Object.fromEntries(WORDS.flatMap((key) => (query[key] ? [[key, query[key]]] : [])))
      const here = { ...anonymous(place), embedded: query.embed === '1' }
      return send(ctx, reply, here, renderContinueAs(here, contact?.name ?? null, words))
    }
    return admit(reply, place, customer, query)
  }

  /** Who sees as much already stays as he is. */
  async function admit(
    reply: FastifyReply,
    place: Place,
    customer: Customer,
    { embed }: Words,
  ): Promise<unknown> {
    const embedded = embed === '1'
    const { session } = place
    const isIn =
      session?.contactId === customer.contactId &&
      session.embedded === embedded &&
      (session.sees === 'all' || customer.sees === 'web_chat')
    if (!isIn) await startSession(ctx, reply, customer, { by: 'vouched', embedded })
    return toPage(reply, `${base(place)}${embedded ? '?embed=1' : ''}`)
  }

  async function strangers(reply: FastifyReply, place: Place, { embed }: Words): Promise<unknown> {
    const here = { ...anonymous(place), embedded: embed === '1' }
    return send(ctx, reply, here, renderSignIn(here), { status: statusOf('unauthenticated') })
  }

  async function vouchedFor(query: Words, { workspaceId }: Place): Promise<Customer | null> {
    if (query.visitor !== undefined) {
      const visitor = readVisitor(ctx.keys.visitors, `Bearer ${query.visitor}`)
      if (visitor?.workspaceId !== workspaceId) return null
      return (await findContactOf(ctx.db, visitor)) ? seenBy(visitor) : null
    }
    const { user_id: id, user_hash: hash = '', name, email, exp } = query
    const input = sessionInput.safeParse({
      workspace: workspaceId,
      user: { id, hash, name, email, exp },
    })
    if (!input.success) return null
    const outcome = await signInVouched(ctx, input.data)
    const contact = outcome.ok ? outcome.value.contact : null
    return contact && { workspaceId, contactId: contact.id, sees: 'all' }
  }

  async function linkOver(reply: FastifyReply, place: Place): Promise<unknown> {
    const page = renderSignIn(anonymous(place), 'link_over')
    return send(ctx, reply, anonymous(place), page, { status: statusOf('gone') })
  }
}

/** As nobody sees it who is signed in. */
function anonymous(place: Place): Place {
  return { ...place, session: null, embedded: false, waiting: [], discord: 'none' }
}
