import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../platform/context.ts'
import { answer } from '../../platform/http/answer.ts'
import { fail, fieldProblems, invalidFields, type Outcome } from '../../platform/outcome.ts'
import { statusOf } from '../../platform/problem.ts'
import { sentence } from '../../policy/sentences.ts'
import { tellAway } from './away-handler.ts'
import { pageAssets } from './pages/assets.ts'
import { brandCss } from '../../branding/brand.ts'
import { ratingPageHeaders } from './pages/headers.ts'
import { renderRatingPage } from './pages/rating-page.ts'
import type { RatingView } from './pages/rating-view.ts'
import { renderUnsubscribePage } from './pages/unsubscribe-page.ts'
import { rememberOwn, withoutForeignAnswer } from './own-answer.ts'
import { loadPublicSurvey, type PublicSurvey, unknownView, viewOf } from './public-page.ts'
import { rateSurvey } from './rate-survey.ts'
import { evidenceOf } from './record-evidence.ts'
import { type RatingAnswer, ratingInput } from '../schema.ts'
import { readSurveyToken, type SurveyName } from '../token.ts'
import { unsubscribe } from './unsubscribe.ts'
import type { Visit } from './visit-survey.ts'

type TokenParams = { Params: { token: string } }

const PUBLIC = { access: 'public', internal: true } as const
/** Per address; an office of many people behind one address still gets through. */
const PER_ADDRESS = { ...PUBLIC, rateLimit: { max: 300, timeWindow: 60_000 } }
const PER_LINK = { max: 30, timeWindow: 60_000 }
const YEAR = 'public, max-age=31536000, immutable'

/** The rating page and what belongs to it (C7–C9, J7). A GET never writes a rating. */
export async function publicRoutes(server: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  server.setErrorHandler(tellAway)
  for (const asset of pageAssets) {
    server.get(asset.path, { config: PUBLIC, schema: { hide: true } }, async (_request, reply) =>
      reply
        .headers({ 'content-type': asset.contentType, 'cache-control': YEAR, etag: asset.etag })
        .send(asset.body),
    )
  }
  server.get<{ Querystring: { c?: string } }>(
    '/s/assets/brand.css',
    { config: PUBLIC, schema: { hide: true } },
    async ({ query }, reply) =>
      reply
        .headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': YEAR })
        .send(brandCss(`#${query.c ?? ''}`)),
  )

  server.get<TokenParams & { Querystring: { score?: string; change?: string } }>(
    '/s/:token',
    // A few kilobytes: zipping them anew for each visitor costs more than it saves.
    { config: PUBLIC, schema: { hide: true }, compress: false },
    async (request, reply) => {
      const score = scoreOf(request.query.score)
      const kind = score === undefined ? ('view' as const) : ('click' as const)
      const seen = request.method === 'GET' ? { ...evidenceOf(ctx, request), kind, score } : null
      const page = await open(ctx, request, seen)
      if (!page) return unknown(request, reply)
      const view = viewOf(page, pathOf(request), { score, change: request.query.change === '1' })
      return send(reply, view.state === 'unknown' ? statusOf('not_found') : 200, view)
    },
  )

  const tooManyForLink = server.createRateLimit({
    ...PER_LINK,
    keyGenerator: (request) => (request.params as { token: string }).token.slice(0, 44),
  })
  server.post<TokenParams>(
    '/s/:token',
    { config: PER_ADDRESS, schema: { hide: true }, bodyLimit: 65_536, compress: false },
    async (request, reply) => {
      const name = readSurveyToken(ctx.keys.surveyTokens, request.params.token)
      const wantsPage = isForm(request)
      if (!name) return wantsPage ? unknown(request, reply) : answer(reply, unknownLink())
      const limit = await tooManyForLink(request)
      if (!limit.isAllowed && limit.isExceeded) {
        return answer(
          reply,
          fail({
            kind: 'too_many',
            message: 'Too many answers at once. Please wait a moment.',
            retryAfterSeconds: 60,
          }),
        )
      }
      return wantsPage ? submitForm(ctx, request, reply, name) : submitJson(ctx, request, reply, name)
    },
  )

  server.get<TokenParams>(
    '/s/:token/unsubscribe',
    { config: PUBLIC, schema: { hide: true } },
    async (request, reply) => {
      const page = await open(ctx, request)
      if (!page) return unknown(request, reply)
      return sendUnsubscribe(request, reply, page, false)
    },
  )
  await server.register(async (oneClick) => {
    // Mail providers post either kind of form (RFC 8058); what is in it does not matter.
    oneClick.removeAllContentTypeParsers()
    oneClick.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 65_536 }, (_request, _body, done) =>
      done(null, null),
    )
    oneClick.post<TokenParams>(
      '/s/:token/unsubscribe',
      { config: PER_ADDRESS, schema: { hide: true } },
      async (request, reply) => {
        const page = await open(ctx, request)
        if (!page || !(await unsubscribe(ctx, page.name, evidenceOf(ctx, request))))
          return unknown(request, reply)
        return sendUnsubscribe(request, reply, page, true)
      },
    )
  })
}

async function open(
  ctx: Context,
  request: FastifyRequest<TokenParams>,
  seen: Visit['seen'] = null,
): Promise<PublicSurvey | null> {
  const name = readSurveyToken(ctx.keys.surveyTokens, request.params.token)
  const page = name && (await loadPublicSurvey(ctx, name, request.headers['accept-language'], seen))
  return page && { ...page, card: withoutForeignAnswer(ctx, request, page.card) }
}

/** A JSON answer of a program: the outcome as it is. */
async function submitJson(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  name: SurveyName,
): Promise<unknown> {
  const parsed = ratingInput.safeParse(request.body)
  if (!parsed.success) return answer(reply, invalidFields(fieldProblems(parsed.error, 'body')))
  void reply.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' })
  return answer(
    reply,
    await rateSurvey(ctx, { ...name, input: parsed.data, evidence: evidenceOf(ctx, request) }),
  )
}

/** The page's own form: the next page, also for a refusal. */
async function submitForm(
  ctx: Context,
  request: FastifyRequest<TokenParams>,
  reply: FastifyReply,
  name: SurveyName,
): Promise<unknown> {
  const form = request.body as Record<string, string | string[] | undefined>
  const score = scoreOf(text(form['score']))
  // Forms end lines with two characters where people typed one; and nobody types a NUL.
  const comment = text(form['comment'])?.replaceAll('\r\n', '\n').replaceAll('\0', '') ?? null
  const parsed = ratingInput.safeParse({ score, comment, reasons: [form['reasons'] ?? []].flat() })
  const problems = parsed.success ? [] : fieldProblems(parsed.error, 'form')
  const errors = Object.fromEntries(problems.map(({ field, message }) => [field, message]))
  const honeypot = Boolean(text(form['leave_empty']))
  const evidence = evidenceOf(ctx, request)
  const outcome: Outcome<RatingAnswer> | null = parsed.success
    ? await rateSurvey(ctx, { ...name, input: parsed.data, evidence, form: { honeypot } })
    : null

  const path = pathOf(request)
  if (outcome?.ok) {
    const page = await loadPublicSurvey(ctx, name, request.headers['accept-language'])
    if (!page) return unknown(request, reply)
    rememberOwn(ctx, reply, path, page.card)
    const isFirstStep = text(form['step']) !== 'comment'
    return send(reply, 200, viewOf(page, path, { justRated: isFirstStep }))
  }
  const page = await open(ctx, request)
  if (!page) return unknown(request, reply)
  const view = viewOf(page, path, { change: true })
  if (!outcome) {
    const asks = view.state === 'form' || view.state === 'change'
    const state = asks ? ('invalid' as const) : view.state
    return send(reply, statusOf('invalid'), {
      ...view,
      state,
      errors,
      score: score ?? null,
      comment,
    })
  }
  if (outcome.failure.kind === 'invalid') {
    return send(reply, statusOf('invalid'), { ...view, state: 'invalid', errors: { score: 'choose' } })
  }
  const isGone = view.state === 'expired' || view.state === 'withdrawn'
  const status = statusOf(isGone ? 'gone' : 'refused')
  const reason = 'reason' in outcome.failure ? outcome.failure.reason : undefined
  const notice = reason === 'already_answered' ? ('answered' as const) : ('change_closed' as const)
  return send(
    reply,
    status,
    view.state === 'thanks' || view.state === 'change' ? { ...view, state: 'thanks', notice } : view,
  )
}

function isForm(request: FastifyRequest): boolean {
  return (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
}

function text(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

function scoreOf(value: string | undefined): number | undefined {
  return value !== undefined && /^[1-5]$/.test(value) ? Number(value) : undefined
}

function pathOf(request: FastifyRequest<TokenParams>): string {
  return `/s/${request.params.token}`
}

function unknownLink(): Outcome<never> {
  return fail({ kind: 'not_found', reason: 'unknown_link', message: sentence('unknown_link', {}) })
}

function unknown(request: FastifyRequest, reply: FastifyReply): unknown {
  return send(reply, statusOf('not_found'), unknownView(request.headers['accept-language'], ''))
}

function send(reply: FastifyReply, status: number, view: RatingView): unknown {
  return reply
    .code(status)
    .headers(ratingPageHeaders(view.brand?.iconUrl ?? null))
    .send(renderRatingPage(view))
}

function sendUnsubscribe(
  request: FastifyRequest<TokenParams>,
  reply: FastifyReply,
  { brand, lang }: PublicSurvey,
  done: boolean,
): unknown {
  const action = `${pathOf(request)}/unsubscribe`
  return reply
    .headers(ratingPageHeaders(brand.iconUrl))
    .send(renderUnsubscribePage({ lang, brand, action, done }))
}
