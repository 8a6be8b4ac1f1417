import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CandorProcess, runCli, startCandor } from '../kit/process.ts'

type Call = { id: string; body: string; signature: string }
const calls = new Map<string, Call[]>()
let candor: CandorProcess
let dataDir: string
let key: string
/** The first call on each of these paths is the last thing that the process does. */
const fatal = new Set<string>()
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => (body += part))
  request.on('end', () => {
    const path = request.url!
    const of = (name: keyof IncomingHttpHeaders): string => String(request.headers[name])
    const call = { id: of('webhook-id'), body, signature: of('webhook-signature') }
    calls.set(path, [...(calls.get(path) ?? []), call])
    if (fatal.delete(path)) process.kill(-candor.child.pid!, 'SIGKILL')
    // It was taken, and nobody is left to write that down.
    response.writeHead(200).end()
  })
})
let hook = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  dataDir = mkdtempSync(join(tmpdir(), 'candor-crash-'))
  const owner = ['--owner-email', 'o@crash.test', '--owner-password', 'long enough here']
  const made = await runCli(['setup', '--workspace', 'Crash', ...owner, '--json', '--data-dir', dataDir])
  key = JSON.parse(made.stdout).api_key
  candor = await start()
})
afterAll(async () => {
  await candor.terminate()
  receiver.closeAllConnections()
  receiver.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const start = () => startCandor({ dataDir, env: { CANDOR_PRIVATE_HOSTS: '127.0.0.1' } })

async function api(method: string, path: string, body?: object): Promise<any> {
  const answer = await fetch(`${candor.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return answer.json()
}
async function killedAt(path: string): Promise<void> {
  const exited = new Promise((resolve) => candor.child.once('exit', resolve))
  fatal.add(path)
  await api('POST', '/conversations', { channel: 'api', contact: { name: 'Cora' } }).catch(() => {})
  await exited
  expect(calls.get(path)).toHaveLength(1)
  candor = await start()
  await expect.poll(() => calls.get(path)?.length, { timeout: 50_000 }).toBe(2)
  const [first, second] = calls.get(path)!
  expect([second!.id, second!.body]).toEqual([first!.id, first!.body])
}

it('O8: kill -9 between the 200 of a receiver and the note of it: the same delivery once more, under its webhook-id', async () => {
  const { id } = await api('POST', '/webhooks', { url: `${hook}/endpoint`, events: ['conversation.created'] })
  await killedAt('/endpoint')
  const deliveries = async () => (await api('GET', `/webhooks/${id}/deliveries`)).data
  await expect.poll(async () => (await deliveries())[0].state, { timeout: 20_000 }).toBe('delivered')
  expect(await deliveries()).toHaveLength(1)
  expect(calls.get('/endpoint')).toHaveLength(2)
})

it('O9: the same for a call of a workflow, which then goes on', async () => {
  const { id } = await api('POST', '/workflows', {
    name: 'Crash',
    enabled: true,
    trigger: { type: 'conversation.created' },
    steps: [
      { type: 'call_webhook', url: `${hook}/step` },
      { type: 'tag', add: ['called'] },
    ],
  })
  await killedAt('/step')
  const runs = async () => (await api('GET', `/workflows/${id}/runs`)).data
  await expect.poll(async () => (await runs())[0].state, { timeout: 20_000 }).toBe('finished')
  expect(await runs()).toHaveLength(1)
  expect(calls.get('/step')).toHaveLength(2)
})
