import { describe, expect, it } from 'vitest'
import type { Answered } from './ask-provider.ts'
import { failureOf, type Refusal, refusedFor, resultOf } from './result-of.ts'

const answered = (status: number, headers: Record<string, string> = {}): Answered => ({
  kind: 'answered',
  status,
  headers: new Headers(headers),
  json: {},
  text: '{}',
})
const own = (reason: Refusal['reason'], afterMs?: number): Refusal => ({ reason, said: 'because', afterMs })
const secrets: string[] = []

describe('what became of a message', () => {
  it('O3: it is there when the provider says so and names it, and under no other status', () => {
    const read = { providerId: 'm1', refusal: null, secrets }
    expect(resultOf(answered(201), read)).toEqual({ kind: 'accepted', providerId: 'm1' })
    expect(resultOf(answered(500), read)).toMatchObject({ kind: 'retry', reason: 'no_answer' })
  })

  it('O3: a refusal in whatever words has not taken it; a success or a fault in strange words may have', () => {
    const fates: [number, string][] = [
      [200, 'no_answer'],
      [201, 'no_answer'],
      [400, 'unreachable'],
      [401, 'login_refused'],
      [403, 'unreachable'],
      [404, 'unreachable'],
      [413, 'unreachable'],
      [429, 'asked_to_wait'],
      [500, 'no_answer'],
      [503, 'no_answer'],
      [520, 'no_answer'],
      [599, 'no_answer'],
    ]
    for (const [status, reason] of fates) {
      const failure = failureOf(answered(status), { refusal: null, secrets })
      expect([status, failure.kind, failure.reason]).toEqual([status, 'retry', reason])
      expect(failure.sentence).toContain(`It said: status ${status}`)
    }
  })

  it('O3: its own error says what it is; with a fault of its own it refuses nothing for good', () => {
    const fates: [number, Refusal['reason'], string, string][] = [
      [400, 'refused', 'rejected', 'refused'],
      [200, 'refused', 'rejected', 'refused'],
      [500, 'refused', 'retry', 'unreachable'],
      [503, 'unreachable', 'retry', 'unreachable'],
      [500, 'no_answer', 'retry', 'no_answer'],
      [500, 'window_closed', 'rejected', 'window_closed'],
      [429, 'refused', 'retry', 'asked_to_wait'],
    ]
    for (const [status, said, kind, reason] of fates) {
      expect(failureOf(answered(status), { refusal: own(said), secrets })).toMatchObject({ kind, reason })
    }
  })

  it('O3: nobody who answered is said not to have been reached', () => {
    for (const status of [200, 302, 400, 404, 500, 503]) {
      for (const refusal of [null, own('unreachable'), own('no_answer'), own('refused')]) {
        for (const sendsNothing of [true, false]) {
          const { sentence } = failureOf(answered(status), { refusal, secrets }, { sendsNothing })
          expect(sentence).not.toMatch(/could not be reached|did not answer\./)
          if (sendsNothing) expect(sentence).not.toMatch(/arrived/)
        }
      }
    }
    expect(refusedFor(own('unreachable')).sentence).toBe(
      'The provider had a fault of its own. It said: because',
    )
  })

  it('O3: how long to wait is taken from its own words first, then from the header', () => {
    const busy = answered(429, { 'retry-after': '42' })
    expect(failureOf(busy, { refusal: own('refused', 1337), secrets })).toMatchObject({ afterMs: 1337 })
    expect(failureOf(busy, { refusal: null, secrets })).toMatchObject({ afterMs: 42_000 })
    expect(failureOf(answered(503, { 'retry-after': '42' }), { refusal: null, secrets })).toMatchObject({
      reason: 'no_answer',
      afterMs: 42_000,
    })
  })
})
