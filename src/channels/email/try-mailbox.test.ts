import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startImap } from '../../../test/kit/fakes/imap.ts'
import { emailInAccount } from './mailbox-account.ts'
import { failureOf, mismatchOf } from './mailbox-failure.ts'
import { tryMailbox } from './try-mailbox.ts'

let imap: Awaited<ReturnType<typeof startImap>>
beforeAll(async () => {
  imap = await startImap()
})
afterAll(() => imap.close())

const tried = (change: object, patienceMs = 2000) =>
  tryMailbox({ account: { ...imap.account, ...change }, privateHosts: ['127.0.0.1'], patienceMs })

/** As a server is on 993: it waits for the client's hello. */
async function silent(): Promise<{ port: number; close: () => Promise<unknown> }> {
  const server = createServer((socket) => socket.on('error', () => {}))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

describe('trying a mailbox', () => {
  it('C15: TLS that starts at another moment than the server’s is said there, not blamed on the server', async () => {
    expect(await tried({ secure: true })).toEqual({
      kind: 'wrong',
      field: 'secure',
      sentence: `The server was reached on port ${imap.account.port}, but speaks no TLS from the start there. Switch that off, or use port 993.`,
    })
    const waiting = await silent()
    expect(await tried({ port: waiting.port }, 600)).toEqual({
      kind: 'wrong',
      field: 'secure',
      sentence: `The server was reached on port ${waiting.port}, but said nothing: it may wait for TLS from the start. Switch that on.`,
    })
    await waiting.close()
  })

  it('C15: one that is not there, or hangs up, could not be reached', async () => {
    const nowhere = { kind: 'wrong', field: 'host', sentence: 'This server could not be reached.' }
    expect(await tried({ port: 1 })).toEqual(nowhere)
    imap.setTrouble('hangs_up')
    expect(await tried({})).toEqual(nowhere)
    imap.setTrouble(null)
    expect(await tried({})).toEqual({ kind: 'works' })
  })

  it.each([
    [{ code: 'GREETING_TIMEOUT' }, false, 143, 'secure', /said nothing.*Switch that on and use port 993\.$/],
    [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, true, 993, 'secure', /Switch that off and use port 143\.$/],
    [{ tlsFailed: true }, false, 143, 'secure', /cannot become TLS there \(STARTTLS\)/],
    [
      { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      true,
      993,
      'host',
      /certificate is not accepted\. It said: no$/,
    ],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID', tlsFailed: true }, false, 143, 'host', /certificate/],
  ])('C15: %o is said with what to change, also while it is read', (facts, secure, port, field, sentence) => {
    const error = Object.assign(new Error('no'), facts)
    expect(mismatchOf(error, { secure, port })).toEqual({ field, sentence: expect.stringMatching(sentence) })
    expect(failureOf(error, { secure, port, password: 'x' }).sentence).toMatch(sentence)
  })

  it('C15: what says nothing of TLS is no mismatch', () => {
    for (const code of ['ECONNREFUSED', 'CONNECT_TIMEOUT', 'ENOTFOUND', 'NoConnection']) {
      expect(mismatchOf(Object.assign(new Error('no'), { code }), { secure: true, port: 993 })).toBeNull()
    }
    // It spoke TLS, so that is not it.
    const late = Object.assign(new Error('no'), { code: 'GREETING_TIMEOUT' })
    expect(mismatchOf(late, { secure: true, port: 993 })).toBeNull()
  })

  it('C15: where no port is given it is the one that goes with TLS, and it is kept so', () => {
    const { host, user, password } = imap.account
    const port = (given: object) => emailInAccount.parse({ host, user, password, ...given }).port
    expect([port({}), port({ secure: true }), port({ secure: false })]).toEqual([993, 993, 143])
    expect(port({ secure: false, port: 1430 })).toBe(1430)
  })
})
