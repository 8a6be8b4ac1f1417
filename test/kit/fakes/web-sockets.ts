import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

/** One client's connection. */
export type ServerSocket = {
  /** Path and query that the client asked for. */
  path: string
  send(text: string): void
  /** With a code, as the protocol has it; the client's answer ends it. */
  close(code: number, reason?: string): void
  /** The connection is gone without a word. */
  drop(): void
  /** Bytes as they are, for a server that does not keep to the protocol. */
  raw(bytes: Buffer): void
}

type Serving = {
  onOpen: (socket: ServerSocket) => void
  onText: (socket: ServerSocket, text: string) => void
  /** `code` null: it ended without one. */
  onEnd: (socket: ServerSocket, code: number | null) => void
}

/** A server of WebSockets (RFC 6455) on a free port of this machine. It wants its clients to mask what they send. */
export async function serveWebSockets({ onOpen, onText, onEnd }: Serving) {
  const open = new Set<ServerSocket>()
  const server = createServer((_request, response) => response.writeHead(426).end())
  server.on('upgrade', (request, stream: Duplex) => {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64')
    stream.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    const socket: ServerSocket = {
      path: request.url ?? '',
      send: (text) => stream.writable && stream.write(frame(1, Buffer.from(text))),
      close: (code, reason = '') => stream.end(frame(8, closing(code, reason))),
      drop: () => stream.destroy(),
      raw: (bytes) => stream.writable && stream.write(bytes),
    }
    open.add(socket)
    let pending = Buffer.alloc(0)
    let code: number | null = null
    stream.on('error', () => {})
    stream.on('close', () => {
      open.delete(socket)
      onEnd(socket, code)
    })
    stream.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk])
      for (let one = unframed(pending); one; one = unframed(pending)) {
        pending = pending.subarray(one.length)
        if (one.opcode === 8) {
          code = one.body.length >= 2 ? one.body.readUInt16BE(0) : 1005
          stream.end()
        } else if (one.opcode === 1) onText(socket, one.body.toString())
      }
    })
    onOpen(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open,
    close: async (): Promise<void> => {
      for (const socket of open) socket.drop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function closing(code: number, reason: string): Buffer {
  const head = Buffer.alloc(2)
  head.writeUInt16BE(code)
  return Buffer.concat([head, Buffer.from(reason)])
}

/** One whole frame of a server. */
export function frame(opcode: number, body: Buffer, isLast = true): Buffer {
  const head = Buffer.alloc(body.length > 65_535 ? 10 : body.length > 125 ? 4 : 2)
  head[0] = (isLast ? 0x80 : 0) | opcode
  head[1] = head.length === 10 ? 127 : head.length === 4 ? 126 : body.length
  if (head.length === 4) head.writeUInt16BE(body.length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(body.length), 2)
  return Buffer.concat([head, body])
}

function unframed(bytes: Buffer): { opcode: number; body: Buffer; length: number } | null {
  if (bytes.length < 2) return null
  if ((bytes[1]! & 0x80) === 0) throw new Error('a client has to mask what it sends')
  const said = bytes[1]! & 0x7f
  const start = said === 126 ? 4 : 2
  const size = said === 126 ? bytes.readUInt16BE(2) : said
  const length = start + 4 + size
  if (bytes.length < length) return null
  const mask = bytes.subarray(start, start + 4)
  const body = Buffer.from(bytes.subarray(start + 4, length).map((byte, at) => byte ^ mask[at % 4]!))
  return { opcode: bytes[0]! & 0x0f, body, length }
}
