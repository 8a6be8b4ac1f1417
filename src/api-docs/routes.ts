import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { OpenApiDocument } from '../platform/http/openapi-document.ts'
import { renderDocs } from './page.ts'

const CSS = readFileSync(new URL('docs.css', import.meta.url))
const CSS_PATH = `/api/docs/docs.${createHash('sha256').update(CSS).digest('hex').slice(0, 12)}.css`

/** Nothing but our own stylesheet may load, and nothing may run. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The readable API at `/api/docs` (O15). It is the same for everybody, so it is made once. */
export async function docsRoutes(server: FastifyInstance): Promise<void> {
  const route = { config: { access: 'public', internal: true }, schema: { hide: true } } as const
  let page: string | undefined

  server.get('/api/docs', route, async (_request, reply) => {
    page ??= renderDocs(server.swagger() as OpenApiDocument, CSS_PATH)
    return reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': POLICY,
        'cache-control': 'no-cache',
        'referrer-policy': 'no-referrer',
      })
      .send(page)
  })
  server.get(CSS_PATH, route, async (_request, reply) =>
    reply
      .headers({
        'content-type': 'text/css; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      })
      .send(CSS),
  )
}
