import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../platform/context.ts'
import { randomSecret } from '../platform/crypto.ts'
import { fieldProblems } from '../platform/outcome.ts'
import { statusOf } from '../platform/problem.ts'
import { rateSurvey } from '../surveys/answering/rate-survey.ts'
import { evidenceOf } from '../surveys/answering/record-evidence.ts'
import { ratingInput } from '../surveys/schema.ts'
import { findAttachment } from '../inbox/messages/attachments.ts'
import { fileHeaders } from '../inbox/messages/file-headers.ts'
import { noteView } from '../customers/note-view.ts'
import { type Focus, renderConversation } from './pages/conversation-page.ts'
import { base, type Place } from './pages/document.ts'
import { renderNothing } from './pages/sign-in-page.ts'
import { readConversation } from './read-portal.ts'
import { closeHere, replyHere } from './reply.ts'
import { replyInput } from './schema.ts'
import { type Enter, formOf, PAGE, send, toPage, WRITE } from './serve.ts'
import type { PortalSession } from './session.ts'
import { findOwn, isOwnSurvey } from './store.ts'

type Params = { Params: { workspace: string; id: string; survey: string; file: string } }
type Query = { Querystring: { before?: string; rated?: string; change?: string } }

/** Its length is told, so it goes as it is. */
const FILE = { ...PAGE, compress: false as const }

const COMMENT_STEP = 'comment'

/** One conversation in the portal: read it, answer, close it, rate it right there (J6, J12). */
export function conversationRoutes(server: FastifyInstance, ctx: Context, enter: Enter): void {
  server.get<Params & Query>('/portal/:workspace/c/:id', PAGE, async (request, reply) => {
    const { rated } = request.query
    const focus: Focus = rated ? { surveyId: rated, wish: { justRated: true } } : null
    return enter(request, reply, (place, session) => show(request, reply, place, session, { focus }))
  })
  server.get<Params & Query>('/portal/:workspace/c/:id/surveys/:survey', PAGE, async (request, reply) => {
    const wish = { change: request.query.change === '1' }
    const focus: Focus = { surveyId: request.params.survey, wish }
    return enter(request, reply, (place, session) => show(request, reply, place, session, { focus }))
  })
  server.get<Params>('/portal/:workspace/c/:id/files/:file', FILE, async (request, reply) =>
    enter(request, reply, async (place, session) => {
      const { id, file: fileId } = request.params
      const isOwn = UUID.test(id) && UUID.test(fileId) && (await findOwn(ctx.db, session, id))
      const file = isOwn && (await findAttachment(ctx.db, { workspaceId: session.workspaceId, id }, fileId))
      return file ? reply.headers(fileHeaders(file)).send(file.content) : nothing(reply, place)
    }),
  )

  server.post<Params>('/portal/:workspace/c/:id/reply', WRITE, async (request, reply) =>
    enter(request, reply, async (place, session) => {
      const form = formOf(request)
      const body = (form.text('body') ?? '').replaceAll('\r\n', '\n').replaceAll('\0', '')
      const parsed = replyInput.safeParse({ body, key: form.text('key') })
      if (!parsed.success) {
        return show(request, reply, place, session, {
          status: statusOf('invalid'),
          reply: { body, problem: body.trim() !== '' },
        })
      }
      const outcome = await replyHere(ctx, session, request.params.id, parsed.data)
      return outcome.ok ? toPage(reply, hereOf(place, request)) : nothing(reply, place)
    }),
  )
  server.post<Params>('/portal/:workspace/c/:id/close', WRITE, async (request, reply) =>
    enter(request, reply, async (place, session) => {
      const outcome = await closeHere(ctx, session, request.params.id)
      return outcome.ok ? toPage(reply, `${hereOf(place, request)}#rate`) : nothing(reply, place)
    }),
  )
  server.post<Params>('/portal/:workspace/c/:id/surveys/:survey', WRITE, async (request, reply) =>
    enter(request, reply, (place, session) => rate(request, reply, place, session)),
  )

  async function rate(
    request: FastifyRequest<Params>,
    reply: FastifyReply,
    place: Place,
    session: PortalSession,
  ): Promise<unknown> {
    const { id, survey: surveyId } = request.params
    if (!UUID.test(surveyId) || !UUID.test(id) || !(await isOwnSurvey(ctx.db, session, id, surveyId))) {
      return nothing(reply, place)
    }
    const form = formOf(request)
    const comment = form.text('comment')?.replaceAll('\r\n', '\n').replaceAll('\0', '') ?? null
    const score = Number(form.text('score'))
    const parsed = ratingInput.safeParse({ score, comment, reasons: form.list('reasons') })
    if (!parsed.success) {
      const errors = Object.fromEntries(
        fieldProblems(parsed.error, 'form').map(({ field, message }) => [field, message]),
      )
      const over = {
        state: 'invalid' as const,
        errors,
        comment,
        score: score >= 1 && score <= 5 ? score : null,
      }
      const focus = { surveyId, wish: { change: true }, over }
      return show(request, reply, place, session, { status: statusOf('invalid'), focus })
    }
    const outcome = await rateSurvey(ctx, {
      workspaceId: session.workspaceId,
      surveyId,
      input: parsed.data,
      evidence: evidenceOf(ctx, request),
      form: { honeypot: Boolean(form.text('leave_empty')) },
    })
    const here = hereOf(place, request)
    if (!outcome.ok) {
      const reason = 'reason' in outcome.failure ? outcome.failure.reason : undefined
      const notice = reason === 'already_answered' ? ('answered' as const) : ('change_closed' as const)
      const focus = { surveyId, wish: {}, over: { notice } }
      return show(request, reply, place, session, { status: statusOf(outcome.failure.kind), focus })
    }
    const isDone = form.text('step') === COMMENT_STEP
    return toPage(reply, isDone ? `${here}/surveys/${surveyId}` : `${here}?rated=${surveyId}#rate`)
  }

  async function show(
    request: FastifyRequest<Params>,
    reply: FastifyReply,
    place: Place,
    session: PortalSession,
    how: { status?: number; focus?: Focus; reply?: { body: string; problem: boolean } },
  ): Promise<unknown> {
    const { id } = request.params
    const { before } = request.query as { before?: string }
    const found = UUID.test(id)
      ? await readConversation(ctx, session, id, { before, lang: place.lang })
      : null
    if (!found) return nothing(reply, place)
    const seen = request.method === 'GET' ? found.cards.findLast(({ can }) => can.rate) : undefined
    if (seen) await noteView(ctx, session, seen.id, evidenceOf(ctx, request))
    const view = {
      ...found,
      focus: how.focus ?? null,
      reply: how.reply ?? null,
      replyKey: randomSecret(12).toString('base64url'),
    }
    const html = renderConversation(place, session, view)
    return send(ctx, reply, place, html, { status: how.status, imageUrl: found.closing?.image?.url })
  }

  async function nothing(reply: FastifyReply, place: Place): Promise<unknown> {
    return send(ctx, reply, place, renderNothing(place), { status: statusOf('not_found') })
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function hereOf(place: Place, { params }: FastifyRequest<Params>): string {
  return `${base(place)}/c/${params.id}`
}
