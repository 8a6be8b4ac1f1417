// Deliveries per second to many endpoints, and what the healthy ones feel of it when every tenth hangs: the time
// from an event to its arrival, as a ratio to the same without hanging ones, in the same run.
// ENDPOINTS=1000 EVENTS=10 ROUNDS=3 node bench/webhooks.ts
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { seal } from '../src/platform/crypto.ts'
import { newId } from '../src/platform/ids.ts'
import { newWebhookSecret } from '../src/platform/outside/webhook-signature.ts'
import { median } from './kit/load.ts'
import { makeStage } from './kit/stage.ts'

const ENDPOINTS = Number(process.env['ENDPOINTS'] ?? 1000)
const EVENTS = Number(process.env['EVENTS'] ?? 10)
const ROUNDS = Number(process.env['ROUNDS'] ?? 3)
const HANGING = 0.1

const stage = await makeStage({ CANDOR_PRIVATE_HOSTS: '127.0.0.1' })
const { app } = stage.running

/** When each message came, by endpoint and event. */
let arrived: { path: string; at: number }[] = []
const receiver = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    const path = request.url ?? ''
    if (path.startsWith('/hangs')) return
    arrived.push({ path, at: performance.now() })
    response.writeHead(204).end()
  })
})
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`

async function setEndpoints(hanging: number): Promise<void> {
  await app.pool.query('delete from webhook_endpoints')
  const secret = seal(app.ctx.keys.sealing, newWebhookSecret())
  const rows = Array.from({ length: ENDPOINTS }, (_, index) => ({
    id: newId(),
    url: `${base}/${index < hanging ? 'hangs' : 'well'}/${index}`,
  }))
  await app.pool.query(
    `insert into webhook_endpoints (workspace_id, id, url, events, secret, created_at, updated_at)
     select $1, id, url, '{conversation.created}', $2, now(), now() from jsonb_to_recordset($3::jsonb) x(id uuid, url text)`,
    [stage.workspaceId, secret, JSON.stringify(rows)],
  )
}

/** Events one after the other; how long each took to each healthy endpoint, in milliseconds. */
async function run(hanging: number): Promise<{ perSecond: number; p50: number; p95: number; max: number }> {
  await setEndpoints(hanging)
  arrived = []
  const healthy = ENDPOINTS - hanging
  const delays: number[] = []
  const begun = performance.now()
  for (let event = 0; event < EVENTS; event += 1) {
    const from = arrived.length
    const at = performance.now()
    await fetch(`${stage.url}/api/v1/conversations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stage.apiKey}` },
      body: JSON.stringify({ channel: 'api', contact: { name: 'Bench' } }),
    })
    while (arrived.length < from + healthy) {
      if (performance.now() - at > 120_000) throw new Error('the healthy ones did not get it')
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    delays.push(...arrived.slice(from).map((each) => each.at - at))
  }
  const sorted = delays.toSorted((a, b) => a - b)
  const part = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
  return {
    perSecond: (healthy * EVENTS * 1000) / (performance.now() - begun),
    p50: part(0.5),
    p95: part(0.95),
    max: sorted.at(-1)!,
  }
}

const ratios: number[] = []
const tell = (name: string, { perSecond, p50, p95, max }: Awaited<ReturnType<typeof run>>): void =>
  console.log(
    `${name}: ${perSecond.toFixed(0)} deliveries/s · event to arrival p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, max ${max.toFixed(0)} ms`,
  )
try {
  await run(0) // warm-up
  for (let round = 0; round < ROUNDS; round += 1) {
    const without = await run(0)
    const having = await run(Math.round(ENDPOINTS * HANGING))
    tell('none hangs     ', without)
    tell('every tenth hangs', having)
    ratios.push(having.p95 / without.p95)
  }
  console.log(
    `p95 of the healthy with hanging ones beside them: ratio ${median(ratios).toFixed(2)} to without`,
  )
} finally {
  receiver.closeAllConnections()
  receiver.close()
  await stage.close()
}
