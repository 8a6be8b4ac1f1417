import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Arrived, describeChannel, type Trouble } from './channel-contract.ts'
import { sampleChannel, sign } from './sample-channel.ts'

const TOKEN = '4711:a/secret token'
const REFUSALS: Partial<Record<Trouble, number>> = {
  refuses: 400,
  refuses_address: 404,
  refuses_login: 401,
  is_busy: 429,
}

// The suite itself, on a channel that has everything: what mail cannot show is shown here.
describeChannel({ name: 'a channel over HTTP', open: openSample })

async function openSample() {
  const arrived: Arrived[] = []
  let trouble: Trouble | null = null
  let attempts = 0
  let limit: number | null = null
  function answer(response: ServerResponse, path: string): void {
    if (trouble === 'is_silent') return
    if (trouble === 'hangs_up') return void response.destroy()
    response
      .writeHead(REFUSALS[trouble!] ?? 200, { 'retry-after': '7' })
      .end(trouble ? `no: ${path}\u202e\r\n` : 'm1')
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      attempts += 1
      if (limit !== null && arrived.length >= limit) return void response.destroy()
      if (trouble === null) {
        const { to, text } = JSON.parse(Buffer.concat(chunks).toString()) as { to: string; text: string }
        const key = String(request.headers['idempotency-key'])
        const links = text.match(/https?:\/\/\S+/g) ?? []
        arrived.push({ key, to: [to], fields: {}, text, markup: null, links })
      }
      answer(response, request.url!)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const connect = (token: string | null, at = base) => sampleChannel({ base: at, token, patienceMs: 300 })
  const channel = connect(TOKEN)
  const incoming = (text: string, token = TOKEN) => {
    const body = Buffer.from(text)
    return { method: 'POST' as const, url: `${base}/in`, headers: { 'x-signature': sign(body, token) }, body }
  }
  const hello = JSON.stringify({ id: 'e1', at: 1, from: '+15550100', text: 'Hello' })
  return {
    channel,
    unconnected: connect(null),
    to: '+15550100',
    hostileAddresses: ['+15550100\r\nto: +15550199'],
    secrets: [TOKEN],
    arrived: () => arrived,
    attempts: () => attempts,
    inTrouble: async (which: Trouble) => {
      if (which === 'is_gone') return connect(TOKEN, 'http://127.0.0.1:1')
      trouble = which
      return channel
    },
    incoming: {
      genuine: () => incoming(hello),
      forged: () => incoming(hello, 'guessed'),
      malformed: () => incoming('{'),
    },
    hangUpAfter: (count: number | null) => void (limit = count),
    reset: () => {
      limit = null
      trouble = null
      arrived.length = 0
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
