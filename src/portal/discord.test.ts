import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DISCORD, SAM, startDiscord } from '../../test/kit/fakes/discord.ts'
import { portalBrowser } from '../../test/kit/portal.ts'
import { storeAccount } from '../channels/accounts.ts'
import { visitorToken } from '../customers/visitor.ts'
import { takeDiscord } from './link-discord.ts'
import type { PortalSession } from './session.ts'

let fake: Awaited<ReturnType<typeof startDiscord>>
let app: TestApp
beforeAll(async () => {
  fake = await startDiscord()
  app = await makeTestApp({ publicUrl: 'https://candor.test' })
})
afterAll(async () => {
  await app.close()
  await fake.close()
})

async function customer() {
  const contact = await build(app).contact()
  const browser = portalBrowser(app)
  const visitor = { workspaceId: app.workspace.workspaceId, contactId: contact.id as string }
  await browser.enter(visitorToken(app.app.ctx.keys.visitors, visitor))
  return { contact, browser, visitor }
}

describe('linking Discord in the portal', () => {
  it('J8: is offered once the workspace has what it takes', async () => {
    const { browser } = await customer()
    expect((await browser.get('')).html).not.toContain('Connect Discord')
    const { ctx } = app.app
    const name = { workspaceId: app.workspace.workspaceId, channel: 'discord' as const }
    const who = { memberId: null, now: ctx.clock.now() }
    await ctx.db.transaction().execute((tx) => storeAccount(ctx, tx, name, DISCORD, who))
    expect((await browser.get('')).html).toContain('Connect Discord')
    const { location } = await browser.get('/discord')
    expect(location).toContain('https://discord.com/oauth2/authorize')
    expect(new URL(location!).searchParams.get('redirect_uri')).toBe('https://candor.test/portal/discord')
  })

  it('J8: an answer to one’s own question links the account', async () => {
    const { contact, browser, visitor } = await customer()
    const state = new URL((await browser.get('/discord')).location!).searchParams.get('state')!
    const session: PortalSession = {
      ...visitor,
      id: 'x',
      embedded: false,
      sees: 'all' as const,
      check: state.split('.')[1]!,
    }
    const { ctx } = app.app
    expect(await takeDiscord(ctx, session, { code: 'guessed', state, baseUrl: fake.url })).toBe(false)
    expect(await takeDiscord(ctx, session, { code: 'good-code', state, baseUrl: fake.url })).toBe(true)
    expect((await app.api.get(`/contacts/${contact.id}`)).body.addresses).toEqual({ discord: SAM })
    expect((await browser.get('')).html).toContain('Discord is connected')
  })

  it('J8: an answer to somebody else’s question links nothing', async () => {
    const mallory = await customer()
    const state = new URL((await mallory.browser.get('/discord')).location!).searchParams.get('state')!
    const { contact, browser } = await customer()
    const back = await browser.get(`/portal/discord?code=good-code&state=${state}`)
    expect(back.location).toBe(`${browser.base}/discord/linked?state=${state}&code=good-code`)
    fake.reset()
    await browser.get(back.location!)
    expect((await app.api.get(`/contacts/${contact.id}`)).body.addresses).toEqual({})
    expect((await browser.get('/portal/discord?code=x&state=nonsense')).status).toBe(404)
  })
})
