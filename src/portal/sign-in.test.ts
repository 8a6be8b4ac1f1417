import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'
import { portalBrowser } from '../../test/kit/portal.ts'
import { languages } from '../languages/catalogue.ts'
import { userHash } from '../customers/identity.ts'
import { purgePortal } from './sign-in-link.ts'

const MINUTE = 60_000

let mails: MailServer
let app: TestApp
let secure: TestApp
let make: ReturnType<typeof build>
beforeAll(async () => {
  mails = await startMailServer()
  app = await makeTestApp({ smtpUrl: mails.url })
  secure = await makeTestApp({ publicUrl: 'https://candor.test' })
  make = build(app)
})
afterAll(async () => {
  await app.close()
  await secure.close()
  await mails.close()
})

async function link(email: string): Promise<string> {
  await portalBrowser(app).postForm('/sign-in', { email })
  await app.settle()
  const mail = mails.received.findLast(({ to }) => to[0] === email.toLowerCase())!.mail
  return new URL(/http:\S+/.exec(mail.text!)![0]).pathname
}

describe('a link by mail', () => {
  it('J6: signs in once, and only when it is pressed', async () => {
    const contact = await make.contact()
    await make.conversation({ contact_id: contact.id, subject: 'Mine by mail' })
    const path = await link(contact.email)
    const browser = portalBrowser(app)
    const opened = await browser.get(path)
    expect(opened.html).toContain('Press the button to see your conversations.')
    expect(opened.html).not.toContain('Mine by mail')
    await portalBrowser(app).get(path)
    expect((await browser.submit(path)).html).toContain('Mine by mail')

    const late = portalBrowser(app)
    expect((await late.get(path)).status).toBe(410)
    const again = await late.postForm(path, {})
    expect([again.status, again.html.includes('was used already')]).toEqual([410, true])
    expect(late.jar.size).toBe(0)
    // Whoever has used it is still in.
    expect((await browser.get((await browser.get(path)).location!)).html).toContain('Mine by mail')
  })

  it('J6: pressed twice at the same moment it lets one in', async () => {
    const contact = await make.contact()
    const path = await link(contact.email)
    const answers = await Promise.all([1, 2, 3].map(() => portalBrowser(app).postForm(path, {})))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 410, 410])
  })

  it('J6: is good for 15 minutes', async () => {
    const contact = await make.contact()
    const path = await link(contact.email)
    app.clock.advance(15 * MINUTE)
    expect((await portalBrowser(app).postForm(path, {})).status).toBe(410)
  })

  it('J6: a forged one, and one of another workspace, is none', async () => {
    const contact = await make.contact()
    const path = await link(contact.email)
    const forged = path.slice(0, -2) + (path.endsWith('AA') ? 'BB' : 'AA')
    expect((await portalBrowser(app).postForm(forged, {})).status).toBe(410)
    expect((await portalBrowser(app).postForm('/sign-in/short', {})).status).toBe(410)
    const elsewhere = path.replace(app.workspace.workspaceId, secure.workspace.workspaceId)
    expect((await portalBrowser(app).postForm(elsewhere, {})).status).toBe(404)
  })

  it('J6: the answer does not tell whether an address is known', async () => {
    const contact = await make.contact()
    const before = mails.received.length
    const known = await portalBrowser(app).postForm('/sign-in', { email: contact.email })
    const unknown = await portalBrowser(app).postForm('/sign-in', { email: 'nobody@example.com' })
    await app.settle()
    expect(unknown.status).toBe(200)
    expect(unknown.html).toBe(known.html)
    expect(mails.received.slice(before).map(({ to }) => to)).toEqual([[contact.email]])
    expect((await portalBrowser(app).postForm('/sign-in', { email: 'not an address' })).status).toBe(422)
  })

  it('J6: nobody’s inbox is filled', async () => {
    const contact = await make.contact()
    const before = mails.received.length
    for (let n = 0; n < 4; n++) {
      app.clock.advance(1)
      await portalBrowser(app).postForm('/sign-in', { email: contact.email.toUpperCase() })
    }
    await app.settle()
    expect(mails.received.length - before).toBe(3)
  })

  it('J6: an address that asks too often has to wait', async () => {
    const tries = []
    const browser = portalBrowser(app)
    for (let n = 0; n < 12; n++) tries.push((await browser.postForm('/sign-in', { email: 'x' })).status)
    expect(tries.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 422))
    expect(tries.slice(10)).toEqual([429, 429])
  })

  it('J6: where no mail goes out it says so to everybody, asks for nothing and begins nothing', async () => {
    const browser = portalBrowser(secure)
    for (const { html } of [await browser.get(''), await browser.get('?embed=1')]) {
      expect(html).toContain('Sign-in by email is not set up here.')
      expect(html).not.toMatch(/type="email"|Send me a link/)
    }
    const contact = await build(secure).contact()
    const [known, unknown] = [contact.email, 'nobody@example.com'].map((email) =>
      browser.postForm('/sign-in', { email }),
    )
    expect((await known)!.status).toBe(503)
    expect((await known)!.html).toContain('Sign-in by email is not set up here.')
    expect((await unknown)!.html).toBe((await known)!.html)
    const { rows } = await secure.app.pool.query('select 1 from portal_links')
    expect(rows).toEqual([])
    expect((await secure.api.get('/settings/portal')).body.mails_links).toBe(false)
    expect((await app.api.get('/settings/portal')).body.mails_links).toBe(true)
  })

  it('J6: a session ends after 30 days, and what is over is forgotten', async () => {
    const contact = await make.contact()
    const path = await link(contact.email)
    const browser = portalBrowser(app)
    await browser.submit(path)
    app.clock.advance(30 * 86_400_000)
    expect((await browser.get('')).html).toContain('Send me a link')
    await purgePortal(app.app.ctx)
    const { rows } = await app.app.pool.query(
      'select 1 from portal_sessions where good_until < $1 union all select 1 from portal_links where good_until < $1',
      [new Date(app.clock.now())],
    )
    expect(rows).toEqual([])
  })

  it.each(languages)('C7: in %s both page and mail are written in that language', async (lang) => {
    const contact = await make.contact({ locale: lang })
    const { html } = await portalBrowser(app).get('', { 'accept-language': lang })
    expect(html).toContain(`<html lang="${lang}" dir="${lang === 'ar' || lang === 'he' ? 'rtl' : 'ltr'}">`)
    await portalBrowser(app).postForm('/sign-in', { email: contact.email })
    await app.settle()
    const { mail } = mails.received.findLast(({ to }) => to[0] === contact.email)!
    expect(mail.html).toContain(`lang="${lang}"`)
  })
})

describe('by the word of the workspace’s own site', () => {
  const secretOf = async (of: TestApp) => (await of.api.get('/webchat')).body.secret as string

  it('J6: a signed user id signs in, and leaves the address at once', async () => {
    const hash = userHash(await secretOf(app), 'user-9')
    const browser = portalBrowser(app)
    const { status, location } = await browser.get(`?user_id=user-9&user_hash=${hash}&name=Ada`)
    expect([status, location]).toEqual([303, browser.base])
    expect((await browser.get(location!)).html).toContain('No conversations yet')
    const { data } = (await app.api.get('/contacts?q=Ada')).body
    expect(data.map((each: any) => [each.external_id, each.kind])).toContainEqual(['user-9', 'user'])
    for (const wrong of [hash.replace(/^./, 'x'), '', userHash('', 'user-9')]) {
      const nobody = portalBrowser(app)
      expect((await nobody.get(`?user_id=user-9&user_hash=${wrong}`)).status).toBe(401)
      expect(nobody.jar.size).toBe(0)
    }
  })

  it('J6: only sites that are named may frame it, and nobody else', async () => {
    const hash = userHash(await secretOf(secure), 'user-1')
    const url = `?embed=1&user_id=user-1&user_hash=${hash}`
    const closed = portalBrowser(secure)
    const before = await closed.get((await closed.get(url)).location!)
    expect(before.headers['x-frame-options']).toBe('DENY')
    expect(before.headers['content-security-policy']).toContain("frame-ancestors 'none'")

    const put = await secure.api.put('/settings/portal', { allowed_origins: ['https://shop.example'] })
    expect(put.body.allowed_origins).toEqual(['https://shop.example'])
    const browser = portalBrowser(secure)
    const entered = await browser.get(url)
    expect(entered.headers['set-cookie']).toMatch(/HttpOnly; Secure; Partitioned; SameSite=None/)
    const inside = await browser.get(entered.location!)
    expect(inside.headers['x-frame-options']).toBeUndefined()
    expect(inside.headers['content-security-policy']).toContain('frame-ancestors https://shop.example')
    // Outside of a frame nothing has changed.
    const plain = await portalBrowser(secure).get('')
    expect(plain.headers['x-frame-options']).toBe('DENY')
    expect(plain.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(plain.headers['set-cookie']).toBeUndefined()
  })

  it('J6: the cookie of an ordinary session is the portal’s alone', async () => {
    const hash = userHash(await secretOf(secure), 'user-2')
    const { headers } = await portalBrowser(secure).get(`?user_id=user-2&user_hash=${hash}`)
    const cookie = String(headers['set-cookie'])
    expect(cookie).toMatch(/HttpOnly; Secure; SameSite=Lax/)
    expect(cookie).toContain(`Path=/portal/${secure.workspace.workspaceId};`)
  })

  it.each([
    'https://a.example/path',
    'javascript:alert(1)',
    '*',
    "'none'",
    'https://a.example; script-src *',
  ])('J6: %s is no site', async (origin) => {
    expect((await secure.api.put('/settings/portal', { allowed_origins: [origin] })).status).toBe(422)
  })
})
