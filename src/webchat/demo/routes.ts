import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../platform/context.ts'
import { onlyWorkspace } from '../../customers/own.ts'
import { shopPage } from './shop-page.ts'

/** A shop's policy as a careful one would set it: the chat must work under it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: https:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

/** A mock shop that carries the web chat as any site would: `/demo?workspace=<id>`. */
export async function demoRoutes(instance: FastifyInstance, { ctx }: { ctx: Context }): Promise<void> {
  const server = instance.withTypeProvider<ZodTypeProvider>()
  const route = { config: { access: 'public', internal: true }, schema: { hide: true } } as const

  server.get(
    '/demo',
    {
      ...route,
      schema: { hide: true, querystring: z.object({ workspace: z.uuid().optional().catch(undefined) }) },
    },
    async ({ query }, reply) => {
      const workspace = query.workspace ?? (await onlyWorkspace(ctx.db))
      return reply
        .headers({
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': POLICY,
          'cache-control': 'no-store',
          'x-robots-tag': 'noindex, nofollow',
        })
        .send(shopPage(workspace))
    },
  )
  for (const [name, type] of [
    ['shop.css', 'text/css'],
    ['shop.js', 'text/javascript'],
  ] as const) {
    const body = readFileSync(new URL(name, import.meta.url))
    server.get(`/demo/${name}`, route, async (_request, reply) =>
      reply
        .headers({ 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=300' })
        .send(body),
    )
  }
}
