// 200 visitors in the web chat at once: each opens a conversation, keeps its event stream open and sends a message
// every so often; an agent answers each. Every message must arrive, every answer must be heard on its stream, and
// nothing may fail.
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { percentile } from './kit/load.ts'
import { makeStage } from './kit/stage.ts'

const VISITORS = 200
const MESSAGES = 10
const PAUSE_MS = 1000

const stage = await makeStage()
const failures: string[] = []
const waits: number[] = []

async function call(path: string, token: string | null, body?: object, address = '127.0.0.1'): Promise<any> {
  const response = await fetch(stage.url + path, {
    method: body ? 'POST' : 'GET',
    headers: {
      'x-forwarded-for': address,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 200)}`)
  return text === '' ? null : JSON.parse(text)
}

/** Counts the news that come in on a visitor's stream until told to stop. */
async function listen(token: string, signal: AbortSignal, heard: () => void): Promise<void> {
  const response = await fetch(`${stage.url}/widget/v1/stream`, {
    headers: { authorization: `Bearer ${token}` },
    signal,
  })
  if (!response.ok) throw new Error(`stream: ${response.status}`)
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    for (const _ of chunk.matchAll(/^event: news$/gm)) heard()
  }
}

async function visit(number: number): Promise<void> {
  await pause(number * 20)
  const key = randomBytes(24).toString('base64url')
  const name = (): string => randomBytes(12).toString('base64url')
  const first = await call(
    '/widget/v1/messages',
    null,
    {
      body: 'Hello, I have a question.',
      client_id: name(),
      visitor: { workspace: stage.workspaceId, key, name: `Visitor ${number}` },
    },
    `10.0.${number >> 8}.${number & 255}`,
  )
  const token: string = first.token
  const conversation: string = first.conversation_id
  const stop = new AbortController()
  let news = 0
  const listening = listen(token, stop.signal, () => (news += 1)).catch((error: Error) => {
    if (!stop.signal.aborted) failures.push(error.message)
  })
  for (let sent = 1; sent < MESSAGES; sent += 1) {
    await pause(PAUSE_MS * (0.5 + Math.random()))
    const before = news
    const begin = performance.now()
    await call('/widget/v1/messages', token, {
      body: `Message ${sent}`,
      client_id: name(),
      conversation_id: conversation,
    })
    await call(`/api/v1/conversations/${conversation}/messages`, stage.apiKey, {
      author: { kind: 'bot', name: 'Fern' },
      body: `Answer ${sent}`,
    })
    while (news === before && performance.now() - begin < 30_000) await pause(5)
    if (news === before) failures.push(`visitor ${number} did not hear answer ${sent}`)
    waits.push(performance.now() - begin)
  }
  const history = await call(`/widget/v1/conversation?id=${conversation}`, token)
  const seen = history.messages.length
  if (seen !== 2 * MESSAGES - 1) failures.push(`visitor ${number} sees ${seen} messages`)
  stop.abort()
  await listening
}

try {
  const outcomes = await Promise.allSettled(Array.from({ length: VISITORS }, (_, number) => visit(number)))
  for (const outcome of outcomes) if (outcome.status === 'rejected') failures.push(String(outcome.reason))
  console.log(`${VISITORS} visitors, ${VISITORS * (2 * MESSAGES - 1)} messages, ${failures.length} failures`)
  console.log(
    `from sending to hearing the answer: median ${percentile(waits, 0.5).toFixed(0)} ms, p95 ${percentile(waits, 0.95).toFixed(0)} ms`,
  )
  for (const failure of failures.slice(0, 5)) console.log(`  ${failure}`)
  process.exitCode = failures.length === 0 ? 0 : 1
} finally {
  await stage.close()
}
