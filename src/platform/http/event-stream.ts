import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    eventStreams: Set<ServerResponse>
  }
}

/** One open server-sent-events answer. */
export type EventStream = {
  send(event: string, data: unknown): void
  onClose(act: () => void): void
  /** Ends the stream if its reader may not follow it any more. */
  check(): void
}

/** Comment lines keep proxies from closing a quiet stream. */
const HEARTBEAT_MS = 20_000

/** A server that stops does not wait for answers that never end: it ends them, and their clients call again. */
export function endStreamsOnClose(server: FastifyInstance): void {
  const open = new Set<ServerResponse>()
  server.decorate('eventStreams', open)
  server.addHook('preClose', async () => {
    for (const raw of open) raw.end()
  })
}

/**
 * Turns a reply into a stream of server-sent events that ends with the connection, or once `mayGoOn` says no:
 * it is asked at each heartbeat and whenever `check` is called.
 */
export function openEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  mayGoOn: () => Promise<boolean> = async () => true,
): EventStream {
  reply.hijack()
  const raw = reply.raw
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    // Once it has ended, nothing else is waited for on this connection.
    connection: 'close',
  })
  raw.write('retry: 2000\n\n')
  const check = (): void => {
    mayGoOn().then(
      (may) => may || raw.end(),
      // Not known now; at the next heartbeat.
      () => {},
    )
  }
  const heartbeat = setInterval(() => {
    raw.write(':\n\n')
    check()
  }, HEARTBEAT_MS)
  const { eventStreams } = request.server
  eventStreams.add(raw)
  const closers: (() => void)[] = [() => clearInterval(heartbeat), () => eventStreams.delete(raw)]
  request.raw.on('close', () => {
    for (const act of closers) act()
  })
  return {
    send: (event, data) => raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    onClose: (act) => closers.push(act),
    check,
  }
}
