import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { askProvider, waitOf } from './ask-provider.ts'
import { failed } from './failure.ts'

const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach((close) => close()))

async function serve(handle: RequestListener): Promise<string> {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => (server.closeAllConnections(), server.close()))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const ask = (url: string, more: object = { base: url }) =>
  askProvider(url, { patienceMs: 5000, secrets: [], ...more })
const UNREACHED = {
  kind: 'retry',
  reason: 'unreachable',
  sentence: 'The provider could not be reached.',
}

describe('asking a provider', () => {
  it('O3: an endless answer is not read on', async () => {
    let written = 0
    const url = await serve((_request, response) => {
      const part = Buffer.alloc(65_536, 'x')
      const timer = setInterval(() => {
        written += part.length
        response.write(part)
      }, 1)
      response.on('close', () => clearInterval(timer))
    })
    expect(await ask(url)).toMatchObject({ kind: 'retry' })
    expect(written).toBeLessThan(16 * 2 ** 20)
  })

  it('O3: an address that is not the adapter’s own leads only out into the world', async () => {
    let asked = 0
    const url = await serve((_request, response) => {
      asked++
      response.end('{}')
    })
    expect(await ask(url, {})).toMatchObject(UNREACHED)
    expect(await ask(url.replace('http:', 'https:'), {})).toMatchObject(UNREACHED)
    expect(asked).toBe(0)
    expect(await ask(url)).toMatchObject({ kind: 'answered', status: 200, json: {} })
    expect(await ask(url, { privateHosts: ['127.0.0.1'] })).toMatchObject({ kind: 'answered' })
  })

  it('O3: whoever was reached and gave no answer that can be read may have taken it; who was not, has nothing', async () => {
    const answers: RequestListener[] = [
      () => {},
      (request) => request.socket.destroy(),
      (_request, response) =>
        void response.writeHead(200, { 'content-length': '100' }).write('{"half', () => response.destroy()),
      (_request, response) => response.writeHead(504).end('<html>'),
      (_request, response) => response.end('<html>'),
      (_request, response) => response.writeHead(303, { location: '/x' }).end(),
    ]
    for (const handle of answers) {
      const url = await serve(handle)
      expect(await ask(url, { base: url, patienceMs: 200 })).toMatchObject({
        kind: 'retry',
        reason: 'no_answer',
      })
    }
    const plain = await serve((_request, response) => response.end('{}'))
    const noTls = plain.replace('http:', 'https:')
    for (const url of ['http://127.0.0.1:1', 'http://nowhere.invalid', noTls]) {
      expect(await ask(url)).toMatchObject({ kind: 'retry', reason: 'unreachable' })
    }
    const refused = await serve((_request, response) => response.writeHead(503).end('{"code":20503}'))
    expect(await ask(refused)).toMatchObject({ kind: 'answered', status: 503 })
  })

  it('O3: however long a provider asks us to wait, it is a date within the hour', () => {
    const now = Date.parse('2026-03-02T09:00:00Z')
    const HOUR = 3_600_000
    const cases: [unknown, number | undefined][] = [
      ['7', 7000],
      [1.337, 1337],
      [1_000_000_000, HOUR],
      ['1e300', HOUR],
      ['Infinity', HOUR],
      ['Mon, 02 Mar 2026 09:00:30 GMT', 30_000],
      ['Tue, 02 Mar 2046 09:00:30 GMT', HOUR],
      ['Mon, 02 Mar 2026 08:00:00 GMT', undefined],
      ['0', undefined],
      ['-5', undefined],
      ['', undefined],
      ['soon', undefined],
      [null, undefined],
      [undefined, undefined],
      [Number.NaN, undefined],
      [{}, undefined],
    ]
    for (const [said, wait] of cases) expect([said, waitOf(said, now)]).toEqual([said, wait])
    for (const afterMs of [Number.NaN, Infinity, 1e300, -1, 0]) {
      const { afterMs: wait } = failed('asked_to_wait', { afterMs }) as { afterMs: number }
      expect(wait > 0 && wait <= HOUR).toBe(true)
    }
  })

  it('O3: nobody there, and one that sends elsewhere, are said in words', async () => {
    expect(await ask('http://127.0.0.1:1')).toEqual({ ...UNREACHED, afterMs: expect.any(Number) })
    const url = await serve((_request, response) => response.writeHead(302, { location: '/x' }).end())
    expect(await ask(url)).toMatchObject({ kind: 'retry', reason: 'unreachable' })
  })
})
