import type * as Dns from 'node:dns'
import { beforeEach, expect, it, vi } from 'vitest'
import { postOutside } from './outside.ts'

/** What names lead to, by the order in which they are looked up. */
let answers: string[][] = []
let lookups = 0
vi.mock('node:dns', async (original) => ({
  ...(await original<typeof Dns>()),
  lookup: (_host: string, _options: object, done: (error: null, found: object[]) => void) => {
    const found = answers[lookups++] ?? []
    const families = found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    queueMicrotask(() => done(null, families))
  },
}))

const LIMITS = { patienceMs: 200, maxBytes: 1000, privateHosts: [] }
const post = () => postOutside('https://hooks.example.com/', { body: '{}', headers: {} }, LIMITS)

beforeEach(() => {
  lookups = 0
})

it.each([
  [['127.0.0.1']],
  [['10.0.0.7']],
  [['169.254.169.254']],
  [['::1']],
  [['::ffff:10.0.0.7']],
  [['fd00::7']],
  // One of them would be out in the world.
  [['93.184.215.14', '192.168.0.7']],
  [['192.168.0.7', '93.184.215.14']],
  [['2606:2800:21f:cb07:6820:80da:af6b:8b2c', '127.0.0.1']],
])('O8: a name that leads to %j is not called', async (found) => {
  answers = [found]
  expect(await post()).toEqual({ kind: 'failed', reason: 'private_address' })
})

it('O8: a name is looked up once for each call, so that it cannot lead elsewhere in between', async () => {
  // The call goes out and comes to nothing here; what counts is that it was let out.
  answers = [['93.184.215.14'], ['127.0.0.1']]
  const first = await post()
  expect(first.kind === 'failed' && first.reason).not.toBe('private_address')
  expect(lookups).toBe(1)
  expect(await post()).toEqual({ kind: 'failed', reason: 'private_address' })
  expect(lookups).toBe(2)
})

it('O8: a name that leads nowhere is not called', async () => {
  answers = [[]]
  expect(await post()).toMatchObject({ kind: 'failed' })
})
