import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { sendProblem } from '../platform/http/server.ts'
import { toProblem } from '../platform/problem.ts'

const FILE = new URL('../../dist/widget/widget.js', import.meta.url)

type Script = { body: Buffer; zipped: Buffer; etag: string; mtimeMs: number }

/** The client's script at `/widget.js`, for pages of any origin. */
export async function scriptRoutes(server: FastifyInstance): Promise<void> {
  let kept: Script | null = null

  server.get(
    '/widget.js',
    { config: { access: 'public', internal: true }, schema: { hide: true } },
    async (request, reply) => {
      kept = await readScript(kept)
      if (!kept) {
        return sendProblem(
          reply,
          toProblem({
            kind: 'unavailable',
            message: 'The web chat is not built yet: run npm start once, which builds it.',
          }),
        )
      }
      void reply.headers({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=300',
        etag: kept.etag,
        vary: 'accept-encoding',
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
      })
      if (request.headers['if-none-match']?.includes(kept.etag)) return reply.code(304).send()
      const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
      if (!takesGzip) return reply.header('content-encoding', 'identity').send(kept.body)
      return reply.header('content-encoding', 'gzip').send(kept.zipped)
    },
  )
}

/** The built file, read anew when it was built anew; null when it never was. */
async function readScript(kept: Script | null): Promise<Script | null> {
  const file = await stat(FILE).catch(() => null)
  // Gone for the moment in which it is built anew.
  if (!file) return kept
  if (kept?.mtimeMs === file.mtimeMs) return kept
  const body = await readFile(FILE)
  const zipped = await promisify(gzip)(body, { level: 9 })
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 22)
  return { body, zipped, etag: `W/"${digest}"`, mtimeMs: file.mtimeMs }
}
