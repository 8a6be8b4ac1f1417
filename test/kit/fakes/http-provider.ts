import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Arrived, StrangeAnswer, Trouble } from '../channel-contract.ts'

export type Asked = { method: string; path: string; headers: IncomingHttpHeaders; body: string }
export type Said = { status: number; headers?: Record<string, string>; body: unknown }

/**
 * The part that all fakes of providers over HTTP share: a real server which keeps what arrived and can fall silent or
 * hang up. `answer` speaks the provider's protocol and decides whether there was an attempt.
 */
export async function startHttpProvider(answer: (asked: Asked, state: ProviderState) => Said) {
  const state: ProviderState = {
    arrived: [],
    attempts: 0,
    trouble: null,
    limit: null,
    strange: null,
    seen: new Map(),
    asked: [],
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const asked = { method, path, headers, body: Buffer.concat(chunks).toString() }
      state.asked.push(asked)
      if (state.limit !== null && state.arrived.length >= state.limit) return void response.destroy()
      if (state.trouble === 'is_silent' || state.trouble === 'hangs_up') {
        state.attempts += 1
        if (state.trouble === 'hangs_up') response.destroy()
        return
      }
      const before = state.arrived.length
      const said = answer(asked, state)
      const isTaken = state.arrived.length > before
      if (state.strange && isTaken) response.writeHead(state.strange.status).end(state.strange.body)
      else write(response, said)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    reset: (): void => {
      Object.assign(state, {
        arrived: [],
        attempts: 0,
        trouble: null,
        limit: null,
        strange: null,
        seen: new Map(),
        asked: [],
      })
    },
    answerStrangely: (strange: StrangeAnswer): void => {
      state.strange = strange
    },
    hangUpAfter: (arrived: number | null): void => {
      state.limit = arrived
    },
    close: async (): Promise<void> => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type ProviderState = {
  arrived: Arrived[]
  attempts: number
  trouble: Trouble | null
  /** After so many it hangs up. */
  limit: number | null
  /** Answered for every message that it takes. */
  strange: StrangeAnswer | null
  /** What was answered to a key, for providers that recognise a repeat. */
  seen: Map<string, Said>
  asked: Asked[]
}

function write(response: ServerResponse, { status, headers, body }: Said): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** Addresses of the web in a text, without the marks around them. */
export function linksIn(text: string): string[] {
  return text.match(/https?:\/\/[^\s<>|"]+/g) ?? []
}

/** An address where nobody listens. */
export const NOBODY = 'http://127.0.0.1:1'
