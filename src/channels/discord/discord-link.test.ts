import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DISCORD, REDIRECT, SAM, startDiscord } from '../../../test/kit/fakes/discord.ts'
import { NOBODY, startHttpProvider } from '../../../test/kit/fakes/http-provider.ts'
import { discordLinkUrl, linkedDiscord } from './discord-link.ts'

let fake: Awaited<ReturnType<typeof startDiscord>>
beforeAll(async () => {
  fake = await startDiscord()
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

const deps = (more = {}) => ({ account: DISCORD, redirectUri: REDIRECT, baseUrl: fake.url, ...more })

describe('linking a Discord account', () => {
  it('J8: the customer is asked at Discord for no more than who he is', () => {
    const url = new URL(discordLinkUrl(deps(), 's+e/c&ret'))
    expect(`${url.origin}${url.pathname}`).toBe('https://discord.com/oauth2/authorize')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: DISCORD.application_id,
      scope: 'identify',
      redirect_uri: REDIRECT,
      state: 's+e/c&ret',
      prompt: 'consent',
    })
  })

  it('J8: a good code tells whose account it is', async () => {
    expect(await linkedDiscord(deps(), 'good-code')).toEqual({
      kind: 'linked',
      userId: SAM,
      name: 'Sam Customer',
    })
    expect(fake.state.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /oauth2/token',
      'GET /users/@me',
    ])
  })

  it('J8: a guessed code, a code for another address or a wrong client secret links nothing', async () => {
    expect(await linkedDiscord(deps(), 'guessed')).toMatchObject({ kind: 'rejected', reason: 'refused' })
    const elsewhere = deps({ redirectUri: 'https://evil.test/link' })
    expect(await linkedDiscord(elsewhere, 'good-code')).toMatchObject({ reason: 'refused' })
    const account = { ...DISCORD, client_secret: 'another-one' }
    expect(await linkedDiscord(deps({ account }), 'good-code')).toMatchObject({ reason: 'login_refused' })
  })

  it('J8: without a client secret, or with Discord away, it says so', async () => {
    const account = { ...DISCORD, client_secret: '' }
    expect(await linkedDiscord(deps({ account }), 'good-code')).toMatchObject({ reason: 'not_connected' })
    expect(await linkedDiscord(deps({ baseUrl: NOBODY }), 'good-code')).toMatchObject({
      reason: 'unreachable',
    })
  })

  it('J8: whatever Discord repeats of it, neither secret nor code is in the sentence', async () => {
    const careless = await startHttpProvider(({ headers, body }) => ({
      status: 400,
      body: { error: `${headers.authorization} ${body} ${DISCORD.client_secret}` },
    }))
    const result = await linkedDiscord(deps({ baseUrl: careless.url }), 'a-long-code')
    await careless.close()
    for (const secret of [DISCORD.client_secret, 'a-long-code']) {
      expect(JSON.stringify(result)).not.toContain(secret)
    }
    const basic = Buffer.from(`${DISCORD.application_id}:${DISCORD.client_secret}`).toString('base64')
    expect(JSON.stringify(result)).not.toContain(basic)
  })
})
