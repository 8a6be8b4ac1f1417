import type { FastifyReply, FastifyRequest } from 'fastify'
import { pickLanguage } from '../../languages/pick-language.ts'
import { failureOf } from '../../platform/database-failure.ts'
import { RETRY_AFTER_SECONDS } from '../../platform/http/server.ts'
import { statusOf } from '../../platform/problem.ts'
import { renderAwayPage } from './pages/away-page.ts'
import { ratingPageHeaders } from './pages/headers.ts'

/**
 * The public pages' error handler: a person who meets no database gets a page that keeps what he wrote, a
 * program gets its problem. Whatever else went wrong is passed on.
 */
export function tellAway(error: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  if (failureOf(error)?.kind !== 'unavailable' || !wantsPage(request)) throw error
  request.log.warn({ err: error }, 'the database could not serve a customer')
  const isPost = request.method === 'POST'
  return reply
    .code(statusOf('unavailable'))
    .headers({ ...ratingPageHeaders(null), 'retry-after': RETRY_AFTER_SECONDS })
    .send(
      renderAwayPage({
        lang: pickLanguage({ acceptLanguage: request.headers['accept-language'] ?? null }),
        action: request.url.split('?')[0]!,
        method: isPost ? 'post' : 'get',
        sent: pairs(isPost ? request.body : request.query),
      }),
    )
}

function wantsPage({ headers }: FastifyRequest): boolean {
  return (
    (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded') ||
    (headers.accept ?? '').includes('text/html')
  )
}

function pairs(fields: unknown): [string, string][] {
  return Object.entries((fields ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    [value].flat().flatMap((each): [string, string][] => (typeof each === 'string' ? [[name, each]] : [])),
  )
}
