import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { path: string; headers: Record<string, string>; body: string; at: number }

/** What it answers: a status, or nothing at all. */
export type Reply = { status: number; headers?: Record<string, string>; body?: string } | 'silence'

type Answering = Reply | ((nth: number) => Reply | Promise<Reply>)

export type HookReceiver = {
  url: string
  received: Received[]
  /** What was received on a path, parsed, oldest first. */
  on(path: string): { id: string; type: string; timestamp: string; workspace_id: string; data: any }[]
  /** How a path answers from now on; 200 unless told otherwise. */
  answers(path: string, reply: Answering): void
  close(): Promise<void>
}

/** For tests: a server of somebody else's that takes webhooks, on the loopback interface. */
export async function startHookReceiver(): Promise<HookReceiver> {
  const received: Received[] = []
  const replies = new Map<string, Answering>()
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', async () => {
      const path = request.url ?? '/'
      received.push({ path, headers: flat(request.headers), body, at: Date.now() })
      const set = replies.get(path) ?? { status: 200 }
      const reply =
        typeof set === 'function' ? await set(received.filter((each) => each.path === path).length) : set
      if (reply === 'silence') return
      response.writeHead(reply.status, reply.headers).end(reply.body ?? '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    on: (path) => received.filter((each) => each.path === path).map(({ body }) => JSON.parse(body)),
    answers: (path, reply) => void replies.set(path, reply),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
