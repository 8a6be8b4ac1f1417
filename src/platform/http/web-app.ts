import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import staticFiles from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { toProblem } from '../problem.ts'
import { sendProblem } from './server.ts'

const ROOT = join(import.meta.dirname, '../../../dist/web')
const PUBLIC = { access: 'public', internal: true } as const

/** The staff web app: its files, and its one page for every address that is a screen. */
export async function webAppRoutes(server: FastifyInstance): Promise<void> {
  if (!existsSync(join(ROOT, 'index.html'))) return
  const page = readFileSync(join(ROOT, 'index.html'))
  await server.register(staticFiles, { root: ROOT, serve: false, index: false })
  server.get<{ Params: { '*': string } }>(
    '/app-assets/*',
    { config: PUBLIC, schema: { hide: true } },
    async (request, reply) =>
      reply.sendFile(request.params['*'], join(ROOT, 'app-assets'), { maxAge: '365d', immutable: true }),
  )
  server.get('/candor.svg', { config: PUBLIC, schema: { hide: true } }, async (_request, reply) =>
    reply.sendFile('candor.svg'),
  )
  server.get('/*', { config: PUBLIC, schema: { hide: true } }, async (request, reply) => {
    if (/^\/(api|s|widget)\//.test(request.url)) {
      return sendProblem(
        reply,
        toProblem({ kind: 'not_found', message: 'There is nothing at this address.' }),
      )
    }
    return reply
      .headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
      .send(page)
  })
}
