import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../platform/context.ts'
import { mac, randomSecret, sameBytes } from '../platform/crypto.ts'
import type { Instant } from '../policy/decision.ts'

/** So many attempts on an account are free; after them one in each pause, until nobody has tried for a while. */
const FREE = 10
const PAUSE_MS = 20_000
const FORGET_MS = 15 * 60_000
const MOST_KEPT = 10_000
const COOKIE = 'candor_device'
const NONCE_BYTES = 12

type Tries = { count: number; last: Instant }

export type SignInLimit = {
  /** Counts an attempt before it is judged; answers in how many seconds to come back, or 0: go on. */
  attempt(request: FastifyRequest, email: string): number
  /** The password was right: forgets the attempts, and knows this browser from now on. */
  succeeded(request: FastifyRequest, reply: FastifyReply, email: string): void
}

/**
 * Slows guessing at one account down, from however many addresses it comes. A browser that has signed in to the
 * account before is counted by itself (a signed cookie names it), so strangers' guesses never lock its owner
 * out. Counted in this process: many nodes let as many times more through.
 */
export function makeSignInLimit({ clock, keys, config }: Context): SignInLimit {
  const tries = new Map<string, Tries>()

  const seal = (email: string, nonce: Buffer): Buffer =>
    mac(keys.devices, `${normal(email)}\n${nonce.toString('hex')}`)

  function nameOf(request: FastifyRequest, email: string): string {
    const bytes = Buffer.from(request.cookies[COOKIE] ?? '', 'base64url')
    const nonce = bytes.subarray(0, NONCE_BYTES)
    return sameBytes(bytes.subarray(NONCE_BYTES), seal(email, nonce))
      ? `device ${nonce.toString('hex')}`
      : `account ${normal(email)}`
  }

  function forgetOld(now: Instant): void {
    for (const [name, { last }] of tries) if (now - last > FORGET_MS) tries.delete(name)
    // Still too many: somebody makes names up; the oldest go.
    for (const name of tries.keys()) {
      if (tries.size <= MOST_KEPT) break
      tries.delete(name)
    }
  }

  return {
    attempt(request, email) {
      const now = clock.now()
      const name = nameOf(request, email)
      const known = tries.get(name)
      const before = known && now - known.last <= FORGET_MS ? known : { count: 0, last: 0 }
      const wait = before.count < FREE ? 0 : before.last + PAUSE_MS - now
      if (wait > 0) return Math.ceil(wait / 1000)
      tries.delete(name)
      tries.set(name, { count: before.count + 1, last: now })
      if (tries.size > MOST_KEPT) forgetOld(now)
      return 0
    },
    succeeded(request, reply, email) {
      tries.delete(nameOf(request, email))
      const nonce = randomSecret(NONCE_BYTES)
      void reply.setCookie(COOKIE, Buffer.concat([nonce, seal(email, nonce)]).toString('base64url'), {
        path: '/api/',
        httpOnly: true,
        sameSite: 'lax',
        secure: config.publicUrl.startsWith('https:'),
        maxAge: 60 * 60 * 24 * 365,
      })
    },
  }
}

function normal(email: string): string {
  return email.trim().toLowerCase().slice(0, 320)
}
