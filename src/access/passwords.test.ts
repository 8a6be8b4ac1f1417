import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, OWNER, type TestApp } from '../../test/kit/app.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'

let app: TestApp
let smtp: MailServer
let password = OWNER.password
let address = 0

beforeAll(async () => {
  smtp = await startMailServer()
  app = await makeTestApp({ smtpUrl: smtp.url, trustProxy: 1 })
})
beforeEach(() => {
  address += 1
})
afterAll(async () => {
  await app.close()
  await smtp.close()
})

async function post(path: string, payload: object, headers: Record<string, string> = {}) {
  const server = await app.app.server()
  const answer = await server.inject({
    method: 'POST',
    url: `/api/auth/${path}`,
    // Each test comes from an address of its own: what is counted by address is counted anew.
    headers: { origin: app.config.publicUrl, 'x-forwarded-for': `203.0.113.${address}`, ...headers },
    payload,
  })
  const cookies = [answer.headers['set-cookie'] ?? []].flat().map((each) => each.split(';')[0])
  return { status: answer.statusCode, cookie: cookies.join('; '), headers: answer.headers }
}
const signIn = (secret = password, headers: Record<string, string> = {}) =>
  post('sign-in/email', { email: OWNER.email, password: secret }, headers)

async function isSignedIn(cookie: string): Promise<boolean> {
  const server = await app.app.server()
  return (await server.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode === 200
}

async function resetToken(): Promise<string> {
  const before = smtp.received.length
  await post('request-password-reset', { email: OWNER.email })
  const mail = (await smtp.waitFor(before + 1)).at(-1)!
  return /reset-password\?token=([\w-]+)/.exec(mail.mail.text!)![1]!
}

describe('passwords', () => {
  it('C1: using one reset link ends the others, and all sessions', async () => {
    const { cookie } = await signIn()
    const [older, newer] = [await resetToken(), await resetToken()]
    password = 'a second long password'
    expect((await post('reset-password', { newPassword: password, token: newer })).status).toBe(200)
    expect((await post('reset-password', { newPassword: 'a thief’s password', token: older })).status).toBe(
      400,
    )
    expect(await isSignedIn(cookie)).toBe(false)
    expect((await signIn()).status).toBe(200)
  })

  it('C1: a changed password ends the other sessions and the reset links, not this session', async () => {
    const [here, there] = [await signIn(), await signIn()]
    const link = await resetToken()
    const change = { currentPassword: password, newPassword: 'a third long password' }
    expect((await post('change-password', change, { cookie: here.cookie })).status).toBe(200)
    password = change.newPassword
    expect(await isSignedIn(here.cookie)).toBe(true)
    expect(await isSignedIn(there.cookie)).toBe(false)
    expect((await post('reset-password', { newPassword: 'a thief’s password', token: link })).status).toBe(
      400,
    )
  })
})

describe('guessing', () => {
  it('C1: behind one proxy only the address that it added counts, whatever a client writes before', async () => {
    const answers = []
    for (let guess = 0; guess < 22; guess += 1) {
      const email = `guess${guess}@example.com`
      const headers = { 'x-forwarded-for': `10.0.0.${guess}, 198.51.100.7` }
      answers.push((await post('sign-in/email', { email, password: 'a wrong password' }, headers)).status)
    }
    expect(answers.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401))
    expect(answers.at(-1)).toBe(429)
  })

  it('C1: guesses at one account from many addresses slow down, and its owner’s browser still gets in', async () => {
    const known = await signIn()
    const guess = (n: number) => signIn('a wrong password', { 'x-forwarded-for': `192.0.2.${n}` })
    for (let n = 0; n < 10; n += 1) expect((await guess(n)).status).toBe(401)
    const slowed = await guess(11)
    expect(slowed.status).toBe(429)
    expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(0)
    // The right password from a browser nobody knows waits like the guesses; the known one does not.
    expect((await signIn()).status).toBe(429)
    expect((await signIn(password, { cookie: known.cookie })).status).toBe(200)
    app.clock.advance(21_000)
    expect((await guess(12)).status).toBe(401)
    expect((await guess(13)).status).toBe(429)
    app.clock.advance(16 * 60_000)
    expect((await signIn()).status).toBe(200)
  })
})
