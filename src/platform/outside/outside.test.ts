import { createServer, type RequestListener } from 'node:http'
import { createServer as createTcp, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { mayCall, postOutside } from './outside.ts'

const LIMITS = { patienceMs: 300, maxBytes: 1000, privateHosts: ['127.0.0.1'] }
const MESSAGE = { body: '{"a":1}', headers: { 'content-type': 'application/json' } }

const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach((close) => close()))

async function serve(handle: RequestListener): Promise<string> {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => (server.closeAllConnections(), server.close()))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/card`
}

describe('asking somebody else’s server', () => {
  it('I11: hands over what was sent and brings back what was answered', async () => {
    const url = await serve((request, response) => {
      let body = ''
      request.on('data', (part) => (body += part))
      request.on('end', () => response.end(`${request.method} ${request.headers['content-type']} ${body}`))
    })
    expect(await postOutside(url, MESSAGE, LIMITS)).toEqual({
      kind: 'answered',
      status: 200,
      body: 'POST application/json {"a":1}',
    })
  })

  it('I11: no redirect is followed, not even to where one may go', async () => {
    let asked = 0
    const url = await serve((_request, response) => {
      asked++
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect(await postOutside(url, MESSAGE, LIMITS)).toMatchObject({ kind: 'answered', status: 302 })
    expect(asked).toBe(1)
  })

  it('I11: one that does not answer, or never ends, is waited for no longer than said', async () => {
    const silent = await serve(() => {})
    const dripping = await serve((_request, response) => {
      const timer = setInterval(() => response.write('.'), 50)
      response.on('close', () => clearInterval(timer))
    })
    for (const url of [silent, dripping]) {
      expect(await postOutside(url, MESSAGE, LIMITS)).toEqual({ kind: 'failed', reason: 'too_slow' })
    }
  })

  it('I11: an endless answer is cut', async () => {
    const url = await serve((_request, response) => response.end('x'.repeat(1001)))
    expect(await postOutside(url, MESSAGE, LIMITS)).toEqual({ kind: 'failed', reason: 'too_large' })
  })

  it('I11: one that asks for another protocol, or hangs up, leaves nobody waiting', async () => {
    const switching = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'
    for (const answer of [switching, '']) {
      const server = createTcp((socket) => socket.on('error', () => {}).end(answer))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      closers.push(() => server.close())
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
      expect(await postOutside(url, MESSAGE, LIMITS)).toEqual({ kind: 'failed', reason: 'unreachable' })
    }
  })

  it('I11: nobody there is said so', async () => {
    expect(await postOutside('http://127.0.0.1:9/', MESSAGE, LIMITS)).toEqual({
      kind: 'failed',
      reason: 'unreachable',
    })
  })
})

describe('addresses of private networks', () => {
  const NONE = { ...LIMITS, privateHosts: [] }
  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://10.1.2.3/',
    'https://172.31.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://0/',
    'https://0xa9fea9fe/latest/meta-data/',
    'https://192.168.1.1./',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::ffff:169.254.169.254]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[2002:7f00:1::]/',
    'https://[64:ff9b:1::a00:1]/',
    'https://[::127.0.0.1]/',
    'https://[ff02::1]/',
  ])('I11: %s is not called', async (url) => {
    expect(mayCall(url, [])).toBe(false)
    expect(await postOutside(url, MESSAGE, NONE)).toEqual({ kind: 'failed', reason: 'private_address' })
  })

  it.each([
    'https://93.184.215.14/',
    'https://8.8.8.8/',
    'https://172.32.0.1/',
    'https://[2606:2800:21f::1]/',
  ])('I11: %s is out in the world', (url) => expect(mayCall(url, [])).toBe(true))

  it('I11: a name that leads to one is not called either', async () => {
    expect(mayCall('https://localhost/', [])).toBe(true)
    expect(await postOutside('https://localhost/', MESSAGE, NONE)).toEqual({
      kind: 'failed',
      reason: 'private_address',
    })
  })

  it('I11: without encryption only to a host that the installation names', async () => {
    expect(await postOutside('http://example.com/', MESSAGE, NONE)).toEqual({
      kind: 'failed',
      reason: 'not_https',
    })
    expect(mayCall('http://example.com/', [])).toBe(false)
    expect(mayCall('http://apps.internal/', ['apps.internal'])).toBe(true)
    expect(mayCall('https://me:secret@example.com/', [])).toBe(false)
    expect(mayCall('ftp://example.com/', ['example.com'])).toBe(false)
    expect(mayCall('no address', [])).toBe(false)
  })
})

describe('what is kept of an answer', () => {
  it('O8: with cut, what is beyond the limit is not read, and the answer stands', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(201, { 'retry-after': '7' }).end('x'.repeat(5000)),
    )
    expect(await postOutside(url, MESSAGE, { ...LIMITS, cut: true })).toEqual({
      kind: 'answered',
      status: 201,
      body: 'x'.repeat(1000),
      retryAfter: '7',
    })
  })
})
