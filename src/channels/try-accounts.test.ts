import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { DISCORD, startDiscord } from '../../test/kit/fakes/discord.ts'
import { INSTAGRAM, MESSENGER, messengerLimits, startGraph } from '../../test/kit/fakes/graph.ts'
import { startSlack, SLACK } from '../../test/kit/fakes/slack.ts'
import { startTelegram, TELEGRAM } from '../../test/kit/fakes/telegram.ts'
import { startWhatsapp, WHATSAPP } from '../../test/kit/fakes/whatsapp.ts'
import type { Tried } from './connector.ts'
import { connector } from './connector.ts'
import { tryDiscord } from './discord/try-discord.ts'
import { slackAccount, slackChannel } from './slack/slack.ts'
import { trySlack } from './slack/try-slack.ts'
import { tryInstagram, tryMessenger } from './meta/try-graph.ts'
import { tryTelegram } from './telegram/try-telegram.ts'
import { tryWhatsapp } from './whatsapp/try-whatsapp.ts'

type Fake = Awaited<ReturnType<typeof startSlack>>
type Try = (account: any, baseUrl: string) => Promise<Tried>

/** Each provider with an account that works, and what is wrong when one field of it is. */
const PROVIDERS: [
  name: string,
  start: () => Promise<Fake>,
  account: object,
  ask: Try,
  wrong: [string, string][],
][] = [
  [
    'slack',
    startSlack,
    SLACK,
    (account, baseUrl) => trySlack({ account, baseUrl, patienceMs: 300 }),
    [['bot_token', 'xoxb-guessed-secret']],
  ],
  [
    'discord',
    startDiscord,
    DISCORD,
    (account, baseUrl) => tryDiscord({ account, baseUrl, patienceMs: 300 }),
    [
      ['bot_token', 'guessed.secret.of_some_bot'],
      ['application_id', '115590097100865542'],
      ['public_key', 'ab'.repeat(32)],
    ],
  ],
  [
    'messenger',
    () => startGraph(messengerLimits),
    MESSENGER,
    (account, baseUrl) => tryMessenger({ account, baseUrl, patienceMs: 300 }),
    [
      ['page_access_token', 'EAAGguessed_secret'],
      ['app_secret', 'f'.repeat(32)],
      ['page_id', '104711000002'],
    ],
  ],
  [
    'instagram',
    () => startGraph(messengerLimits),
    INSTAGRAM,
    (account, baseUrl) => tryInstagram({ account, baseUrl, patienceMs: 300 }),
    [
      ['page_access_token', 'EAAGguessed_secret'],
      ['app_secret', 'f'.repeat(32)],
      ['instagram_id', '17841400000002'],
    ],
  ],
  [
    'whatsapp',
    startWhatsapp,
    WHATSAPP,
    (account, baseUrl) => tryWhatsapp({ account, baseUrl, patienceMs: 300 }),
    [
      ['access_token', 'EAAJguessed_secret'],
      ['app_secret', 'f'.repeat(32)],
    ],
  ],
  [
    'telegram',
    startTelegram,
    TELEGRAM,
    (account, baseUrl) => tryTelegram({ account, baseUrl, patienceMs: 300 }),
    [['bot_token', '4711:guessed_secret']],
  ],
]

describe.each(PROVIDERS)('an account of %s', (_name, start, account, ask, wrong) => {
  let fake: Fake
  beforeAll(async () => {
    fake = await start()
  })
  beforeEach(() => fake.reset())
  afterAll(() => fake.close())

  it('C15: works, and nothing is sent for it', async () => {
    expect(await ask(account, fake.url)).toEqual({ kind: 'works' })
    expect(fake.state.arrived).toEqual([])
  })

  it.each(wrong)(
    'C15: with another %s is wrong there, and the words hold no secret',
    async (field, value) => {
      const tried = await ask({ ...account, [field]: value }, fake.url)
      expect(tried).toEqual({ kind: 'wrong', field, sentence: expect.stringMatching(/^[A-Z].+/) })
      const said = JSON.stringify(tried)
      for (const [name, secret] of Object.entries({ ...account, [field]: value })) {
        if (/token|secret/.test(name)) expect(said).not.toContain(secret)
      }
    },
  )

  it.each(['hangs_up', 'is_silent', 'is_busy'] as const)(
    'C15: is no worse for a provider that %s',
    async (trouble) => {
      fake.state.trouble = trouble
      expect(await ask(account, fake.url)).toEqual({ kind: 'failing', sentence: expect.any(String) })
    },
  )

  it('C15: whose provider says the refusal in hostile words is refused in one harmless line', async () => {
    fake.state.trouble = 'refuses_login'
    const tried = await ask(account, fake.url)
    expect(tried).toMatchObject({ kind: 'wrong', sentence: expect.stringContaining('refused the login') })
    expect(JSON.stringify(tried)).not.toMatch(/[\u202e\n]/)
  })
})

describe('what cannot be told', () => {
  it('C15: a number that Meta does not show to this token is stored as failing: it may send all the same', async () => {
    const fake = await startWhatsapp()
    const account = { ...WHATSAPP, phone_number_id: '106540352242999' }
    const tried = await tryWhatsapp({ account, baseUrl: fake.url })
    await fake.close()
    expect(tried).toMatchObject({ kind: 'failing', sentence: expect.stringContaining('shows no number') })
  })
})

describe('saving one', () => {
  let app: TestApp
  let slack: Fake
  beforeAll(async () => {
    slack = await startSlack()
    const made = connector(slackAccount, (deps) => slackChannel({ ...deps, baseUrl: slack.url }), '', {
      tryOut: (deps) => trySlack({ ...deps, baseUrl: slack.url, patienceMs: 300 }),
    })
    app = await makeTestApp({}, undefined, undefined, { slack: made })
  })
  afterAll(async () => {
    await app.close()
    await slack.close()
  })
  const put = (settings: object) => app.api.put('/channels/slack', { settings })

  it('C15: a refused login is said at its field and nothing is stored; else it is connected, or failing', async () => {
    const { status, body } = await put({ ...SLACK, bot_token: 'xoxb-guessed' })
    expect([status, body.fields]).toEqual([
      422,
      [{ field: 'bot_token', message: 'The provider refused the login. It said: invalid_auth' }],
    ])
    const standing = async () =>
      (await app.api.get('/channels')).body.data.find(({ id }: any) => id === 'slack')
    expect(await standing()).toMatchObject({ state: 'disconnected', source: null })
    expect((await put(SLACK)).body).toMatchObject({ state: 'connected', last_ok_at: expect.any(String) })
    slack.state.trouble = 'is_silent'
    expect((await put(SLACK)).body).toMatchObject({
      state: 'failing',
      last_error: 'The provider could not be reached.',
    })
  })
})
