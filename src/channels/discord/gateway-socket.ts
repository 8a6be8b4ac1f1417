import type { ClientRequestArgs } from 'node:http'
import { isIP } from 'node:net'
import { type ClientOptions, WebSocket } from 'ws'

/** `code` 1006: the connection ended without a word (RFC 6455 § 7.4.1). */
type Told = { onText: (text: string) => void; onEnd: (code: number, reason: string) => void }
type Way = { url: URL; address: string; patienceMs: number; maxBytes: number }

export type GatewaySocket = { send(text: string): void; close(code: number): void }

const NO_WORD = 1006
/** How long the other side has to say goodbye. */
const GOODBYE_MS = 1_000

/**
 * A WebSocket that speaks text, to an address that was looked up and found to be out in the world; its certificate is the
 * name's. Node's own resolves names by itself, takes messages of 128 MB, and cannot be ended when the other side is
 * silent: then it would keep the process alive.
 */
export function openSocket({ url, address, patienceMs, maxBytes }: Way, told: Told): GatewaySocket {
  const options: ClientOptions & Pick<ClientRequestArgs, 'lookup'> & { closeTimeout: number } = {
    handshakeTimeout: patienceMs,
    maxPayload: maxBytes,
    perMessageDeflate: false,
    closeTimeout: GOODBYE_MS,
    lookup: (_name, { all }, found) => {
      const family = isIP(address)
      if (all) found(null, [{ address, family }])
      else found(null, address, family)
    },
  }
  const socket = new WebSocket(url, options)
  let isOver = false

  function end(code: number, reason: string): void {
    if (isOver) return
    isOver = true
    if (code === NO_WORD) socket.terminate()
    else socket.close(code)
    told.onEnd(code, reason)
  }

  socket.on('message', (data: Buffer, isBinary) => {
    if (isOver) return
    if (isBinary) end(NO_WORD, '')
    else told.onText(data.toString())
  })
  socket.on('unexpected-response', (_request, response) => {
    response.destroy()
    end(NO_WORD, `status ${response.statusCode}`)
  })
  // Also what does not keep to the protocol, and what is too big.
  socket.on('error', () => end(NO_WORD, ''))
  socket.on('close', (code, reason) => {
    if (isOver) return
    isOver = true
    told.onEnd(code, reason.toString())
  })
  return {
    send: (text) => void (isOver || socket.readyState !== WebSocket.OPEN || socket.send(text)),
    close: (code) => end(code, ''),
  }
}
