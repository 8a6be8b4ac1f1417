// GET and POST /s/{token} at 64 connections, as ratios to bare Fastify routes in the same process, on the same
// database, in the same run: one that does nothing (for GET), one that does a single INSERT (for POST).
import fastify from 'fastify'
import { load, median } from './kit/load.ts'
import { makeStage } from './kit/stage.ts'

const ROUNDS = 5
const EACH = 5000

const stage = await makeStage()
const { pool } = stage.running.app
await pool.query(
  'create table bare (id bigint generated always as identity primary key, score int, comment text, at timestamptz default now())',
)
const bare = fastify({ logger: false })
bare.get('/bare/:token', async () => 'ok')
bare.post('/bare/:token', async (request) => {
  const { score, comment } = request.body as { score: number; comment: string }
  await pool.query('insert into bare (score, comment) values ($1, $2)', [score, comment])
  return { ok: true }
})
const bareUrl = await bare.listen({ port: 0, host: '127.0.0.1' })

const body = JSON.stringify({ score: 5, comment: 'Thank you, that was quick.' })
const post = (path: string) => ({
  method: 'POST' as const,
  path,
  body,
  headers: { 'content-type': 'application/json' },
})
const get = (path: string) => ({ method: 'GET' as const, path })
const ratios = { get: [] as number[], post: [] as number[] }
try {
  for (let round = 0; round <= ROUNDS; round += 1) {
    const paths = await stage.askMany(EACH)
    const bareGet = await load(bareUrl, [get('/bare/x')], EACH)
    const ourGet = await load(stage.url, paths.map(get), EACH)
    const barePost = await load(bareUrl, [post('/bare/x')], EACH)
    const ourPost = await load(stage.url, paths.map(post), EACH)
    if (round === 0) continue // warm-up
    ratios.get.push(ourGet.perSecond / bareGet.perSecond)
    ratios.post.push(ourPost.perSecond / barePost.perSecond)
    console.log(
      `GET ${ourGet.perSecond}/s of ${bareGet.perSecond}/s bare · POST ${ourPost.perSecond}/s of ${barePost.perSecond}/s bare`,
    )
  }
  console.log(`GET  /s/{token}: ratio ${median(ratios.get).toFixed(2)} to a bare route that does nothing`)
  console.log(`POST /s/{token}: ratio ${median(ratios.post).toFixed(2)} to a bare route with one INSERT`)
} finally {
  await bare.close()
  await stage.close()
}
