import type { FastifyReply, FastifyRequest } from 'fastify'

/** One open server-sent-events answer. */
export type EventStream = { send(event: string, data: unknown): void; onClose(act: () => void): void }

/** Comment lines keep proxies from closing a quiet stream. */
const HEARTBEAT_MS = 20_000

/** Turns a reply into a stream of server-sent events that ends with the connection. */
export function openEventStream(request: FastifyRequest, reply: FastifyReply): EventStream {
  reply.hijack()
  const raw = reply.raw
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 2000\n\n')
  const heartbeat = setInterval(() => raw.write(':\n\n'), HEARTBEAT_MS)
  const closers: (() => void)[] = [() => clearInterval(heartbeat)]
  request.raw.on('close', () => {
    for (const act of closers) act()
  })
  return {
    send: (event, data) => raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    onClose: (act) => closers.push(act),
  }
}
