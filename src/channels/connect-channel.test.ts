import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { reply } from '../../test/kit/channel-facts.ts'
import { DISCORD } from '../../test/kit/fakes/discord.ts'
import { startHttpProvider } from '../../test/kit/fakes/http-provider.ts'
import { startImap } from '../../test/kit/fakes/imap.ts'
import { refusal, SMS, startSms } from '../../test/kit/fakes/sms.ts'
import { startTelegram, TELEGRAM } from '../../test/kit/fakes/telegram.ts'
import { WHATSAPP } from '../../test/kit/fakes/whatsapp.ts'
import type { z } from 'zod'
import { ledElsewhere } from './account-fields.ts'
import { discordAccount, discordChannel } from './discord/discord.ts'
import { noteHealth, noteSending } from './accounts.ts'
import { connector } from './connector.ts'
import { smsAccount, smsChannel } from './sms/sms.ts'
import { setTelegramWebhook } from './telegram/telegram-webhook.ts'
import { telegramAccount, telegramChannel } from './telegram/telegram.ts'
import { trySms } from './sms/try-sms.ts'
import { whatsappChannel } from './whatsapp/whatsapp.ts'
import { whatsappAccount } from './whatsapp/whatsapp-account.ts'

let app: TestApp
let mailing: TestApp
let sms: Awaited<ReturnType<typeof startSms>>
let telegram: Awaited<ReturnType<typeof startTelegram>>
let imap: Awaited<ReturnType<typeof startImap>>

beforeAll(async () => {
  sms = await startSms()
  telegram = await startTelegram()
  imap = await startImap()
  const connectors = {
    sms: connector(smsAccount, (deps) => smsChannel({ ...deps, baseUrl: sms.url }), '', {
      tryOut: (deps) => trySms({ ...deps, baseUrl: sms.url, patienceMs: 500 }),
    }),
    telegram: connector(
      telegramAccount,
      (deps) => telegramChannel({ ...deps, baseUrl: telegram.url }),
      'Telegram was told.',
      {
        announce: (deps) => setTelegramWebhook({ ...deps, baseUrl: telegram.url }),
        untold: 'Telegram was not told.',
      },
    ),
    // Of these only the form is of interest here.
    whatsapp: connector(whatsappAccount, whatsappChannel, ''),
    discord: connector(discordAccount, discordChannel, ''),
  }
  app = await makeTestApp({ privateHosts: ['127.0.0.1'] }, undefined, undefined, connectors)
  mailing = await makeTestApp({ privateHosts: ['127.0.0.1'], smtpUrl: 'smtp://127.0.0.1:9' })
})
beforeEach(() => sms.reset())
afterAll(async () => {
  await app.close()
  await mailing.close()
  await Promise.all([sms.close(), telegram.close(), imap.close()])
})

const put = (id: string, settings: object, at = app) => at.api.put(`/channels/${id}`, { settings })
const channel = async (id: string, at = app) =>
  (await at.api.get('/channels')).body.data.find((each: any) => each.id === id)

describe('saving an account', () => {
  it('C15: an SMS login that the provider refuses is not stored, and said at its field', async () => {
    const wrong = await put('sms', { ...SMS, auth_token: 'guessed0auth0token0123456789abcd' })
    expect(wrong.status).toBe(422)
    expect(wrong.body.fields).toEqual([
      { field: 'auth_token', message: 'The provider refused the login. It said: Authenticate' },
    ])
    expect((await channel('sms')).source).toBeNull()
    const { body } = await put('sms', SMS)
    expect(body).toMatchObject({ state: 'connected', last_ok_at: expect.any(String) })
    expect(sms.state.arrived).toEqual([])
  })

  it('C15: where the account cannot be asked for, it is stored as not tried, or as failing', async () => {
    const account = { ...SMS, api_url: 'https://sms.example' }
    const other = await startHttpProvider(() => refusal(404, 20404, 'not found'))
    const ask = (given: typeof SMS) => trySms({ account: given, privateHosts: [], baseUrl: other.url })
    expect(await ask(account)).toEqual({ kind: 'not_tried' })
    expect(await ask(SMS)).toMatchObject({ kind: 'wrong', field: 'account_sid' })
    await other.close()
    expect(await ask(SMS)).toEqual({ kind: 'failing', sentence: 'The provider could not be reached.' })
    sms.state.trouble = 'is_silent'
    expect((await put('sms', SMS)).body).toMatchObject({ state: 'failing', last_ok_at: null })
    sms.reset()
    await put('sms', SMS)
  })

  it('O3: what follows calls stands as the SMS account that carries it', async () => {
    expect(await channel('phone')).toMatchObject({ source: 'carrier', state: 'connected', last_error: null })
    const name = { workspaceId: app.workspace.workspaceId, channel: 'sms' as const }
    const { rows } = await app.app.pool.query(`select version from channel_accounts where channel = 'sms'`)
    await noteHealth(app.app.ctx.db, { ...name, version: rows[0].version }, 'No money left.', app.clock.now())
    expect(await channel('phone')).toMatchObject({
      source: 'carrier',
      state: 'failing',
      last_error: 'No money left.',
    })
    await app.api.delete('/channels/sms')
    expect(await channel('phone')).toMatchObject({ source: null, state: 'disconnected' })
  })

  it('C15: a mailbox that cannot be read is not stored, and said at its field', async () => {
    for (const [field, value] of [
      ['password', 'guessed'],
      ['mailbox', 'Elsewhere'],
      ['host', 'localhost'],
    ] as const) {
      const { status, body } = await put('email', { ...imap.account, [field]: value }, mailing)
      expect([field, status]).toEqual([field, 422])
      expect(body.fields).toEqual([{ field, message: expect.stringMatching(/\.|:/) }])
      expect(JSON.stringify(body)).not.toContain('guessed')
    }
    expect((await channel('email', mailing)).source).toBe('installation')
    expect((await put('email', imap.account, mailing)).body).toMatchObject({
      state: 'connected',
      ways: { sends: 'connected', reads: 'connected' },
      last_ok_at: expect.any(String),
    })
  })

  it('C15: what a mailbox reads and what goes out fail apart', async () => {
    const { db } = mailing.app.ctx
    const name = { workspaceId: mailing.workspace.workspaceId, channel: 'email' as const, version: 1 }
    await noteHealth(db, name, 'The login was refused.', mailing.clock.now())
    expect(await channel('email', mailing)).toMatchObject({
      state: 'failing',
      ways: { sends: 'connected', reads: 'failing' },
      last_error: 'Mail goes out; replies are not read: The login was refused.',
    })
    expect((await channel('web_voice', mailing)).state).toBe('connected')
    await noteHealth(db, name, null, mailing.clock.now())
    await noteSending(db, name, 'The mail server refused.')
    expect(await channel('email', mailing)).toMatchObject({
      state: 'failing',
      ways: { sends: 'failing', reads: 'connected' },
      last_error: expect.stringContaining('Mail does not go out: The mail server refused.'),
    })
    expect((await channel('web_voice', mailing)).state).toBe('failing')
  })

  it('C15: a mail that goes out, or does not, is noted for sending alone', async () => {
    await put('email', imap.account, mailing)
    const line = await mailing.app.channels.line(mailing.workspace.workspaceId, 'email')
    const passage = await line!.gate.enter()
    if (passage.kind === 'wait') throw new Error('wait')
    await passage.ask(() => line!.channel.sendMessage!(reply('sam@customer.example', 'Hello')))
    passage.leave()
    await expect
      .poll(async () => (await channel('email', mailing)).ways)
      .toEqual({ sends: 'failing', reads: 'connected' })
  })

  it('C15: its fields say what holds where nothing is given, and of a password that a person chose nothing at all', async () => {
    await put('email', imap.account, mailing)
    const { fields } = await channel('email', mailing)
    expect(Object.fromEntries(fields.map((each: any) => [each.name, each.default]))).toEqual({
      host: null,
      port: null,
      secure: true,
      user: null,
      password: null,
      mailbox: 'INBOX',
    })
    expect(imap.account.password.length).toBeGreaterThanOrEqual(12)
    expect(fields.find((each: any) => each.name === 'password')).toMatchObject({ set: true, last4: null })
  })

  it('C15: no mailbox: mail goes out and nothing comes in, and the list says both', async () => {
    await mailing.api.delete('/channels/email')
    expect(await channel('email', mailing)).toMatchObject({
      state: 'connected',
      source: 'installation',
      ways: { sends: 'connected', reads: 'disconnected' },
    })
    expect(await channel('web_voice', mailing)).toMatchObject({ source: 'installation', ways: null })
    await put('email', imap.account, mailing)
  })

  it('C15: a mailbox is not called connected where nothing sends mail', async () => {
    const { body } = await put('email', imap.account)
    expect(body).toMatchObject({
      state: 'disconnected',
      source: 'account',
      ways: { sends: 'disconnected', reads: 'connected' },
    })
  })

  it('C15: what only we need to know is made by us, and kept', async () => {
    const { body } = await put('telegram', { bot_token: TELEGRAM.bot_token })
    expect(body.fields.map(({ name }: any) => name)).toEqual(['bot_token'])
    expect(body.state).toBe('connected')
    const secret = () => JSON.parse(telegram.state.asked.at(-1)!.body).secret_token
    const first = secret()
    expect(first).toMatch(/^[\w-]{32}$/)
    await put('telegram', { bot_token: '' })
    expect(secret()).toBe(first)
    // One that was chosen before there was none to choose.
    await put('telegram', TELEGRAM)
    await put('telegram', { bot_token: '' })
    expect(secret()).toBe(TELEGRAM.webhook_secret)
  })

  it('C15: where the provider could not be told of the address, nobody reads that it was', async () => {
    const setup = { works: 'Telegram was told.', fails: 'Telegram was not told.' }
    await app.api.delete('/channels/telegram')
    expect((await channel('telegram')).setup).toBe(setup.works)
    const { body } = await put('telegram', { bot_token: '4711:AAE-of_nobody' })
    expect(body).toMatchObject({ state: 'failing', setup: setup.fails })
    expect((await put('telegram', TELEGRAM)).body).toMatchObject({ state: 'connected', setup: setup.works })
  })

  it('C15: whether the provider was told of the address is not read from how sending does', async () => {
    const read = async () => {
      const { state, setup } = await channel('telegram')
      return [state, setup]
    }
    const send = () => app.api.post('/channels/telegram/test', { to: '710001' })
    telegram.state.trouble = 'hangs_up'
    await put('telegram', TELEGRAM)
    expect(await read()).toEqual(['failing', 'Telegram was not told.'])
    telegram.reset()
    expect((await send()).body.accepted).toBe(true)
    // How a sending went is noted beside it.
    await expect.poll(read).toEqual(['connected', 'Telegram was not told.'])
    telegram.reset()
    await put('telegram', TELEGRAM)
    telegram.state.trouble = 'refuses_login'
    expect((await send()).body.accepted).toBe(false)
    await expect.poll(read).toEqual(['failing', 'Telegram was told.'])
    telegram.reset()
  })

  it('C15: the verify token is made by us and shown, since it must be entered at Meta', async () => {
    const { verify_token: given, ...rest } = WHATSAPP
    const token = async (settings: object) =>
      (await put('whatsapp', settings)).body.fields.find(({ name }: any) => name === 'verify_token')
    expect((await channel('whatsapp')).fields).toContainEqual(
      expect.objectContaining({ name: 'verify_token', made: true, required: false, value: null }),
    )
    const made = await token(rest)
    expect(made).toMatchObject({ made: true, secret: false, value: expect.stringMatching(/^[\w-]{32}$/) })
    expect((await token({ ...rest, verify_token: null })).value).toBe(made.value)
    expect((await token({ ...rest, verify_token: given })).value).toBe(given)
  })

  it('C15: a stored secret that is not needed can be removed; one that is needed stays', async () => {
    const field = async (settings: object, name: string) =>
      (await put('discord', settings)).body.fields.find((each: any) => each.name === name)
    expect(await field(DISCORD, 'client_secret')).toMatchObject({ set: true, required: false })
    expect(await field({ ...DISCORD, client_secret: '' }, 'client_secret')).toMatchObject({ set: true })
    expect(await field({ ...DISCORD, client_secret: null }, 'client_secret')).toMatchObject({ set: false })
    const refused = await put('discord', { ...DISCORD, bot_token: null })
    expect(refused.body.fields).toEqual([{ field: 'bot_token', message: 'is needed' }])
  })

  it('C15: a stored secret is sent to no other server than the one it was entered for', async () => {
    const mine = await startImap()
    const { account } = imap
    await put('email', account, mailing)
    const again = (why: string) => [{ field: 'password', message: `Enter the password again: ${why}.` }]
    const keeping = { ...account, password: '' }
    for (const [change, why] of [
      [{ host: 'localhost' }, 'the server is another one'],
      [{ port: mine.account.port }, 'the server’s port is another one'],
      [{ host: 'localhost', port: mine.account.port }, 'the server is another one'],
      [{ secure: true }, 'how it is protected on its way is changed'],
    ] as const) {
      const refused = await put('email', { ...keeping, ...change }, mailing)
      expect([refused.status, refused.body.fields]).toEqual([422, again(why)])
    }
    const { password: _password, ...without } = { ...keeping, port: mine.account.port }
    expect((await put('email', without, mailing)).body.fields).toEqual(
      again('the server’s port is another one'),
    )
    expect(mine.commands).toEqual([])
    // What does not lead elsewhere may keep it; and who knows it may take it there.
    expect((await put('email', { ...keeping, mailbox: 'Elsewhere' }, mailing)).body.fields).toMatchObject([
      { field: 'mailbox' },
    ])
    expect((await put('email', keeping, mailing)).status).toBe(200)
    expect((await put('email', { ...account, port: mine.account.port }, mailing)).status).toBe(200)
    await put('email', account, mailing)
    await mine.close()
  })

  it('C15: the same holds for the token of SMS, also for an account that had no address yet', async () => {
    await put('sms', SMS)
    const keeping = { ...SMS, auth_token: '' }
    const refused = await put('sms', { ...keeping, api_url: 'https://mine.example' })
    expect([refused.status, refused.body.fields]).toEqual([
      422,
      [{ field: 'auth_token', message: 'Enter the auth token again: the server is another one.' }],
    ])
    // The address that is meant where none is given.
    expect((await put('sms', { ...keeping, api_url: 'https://api.twilio.com/' })).status).toBe(200)
    expect(ledElsewhere(smsAccount, SMS, smsAccount.parse(SMS))).toBeNull()
    expect(ledElsewhere(smsAccount, SMS, smsAccount.parse({ ...SMS, api_url: 'https://mine.example' }))).toBe(
      'the server is another one',
    )
    await app.api.delete('/channels/sms')
  })

  it('C15: every field of every account that names a server binds the secrets to it', async () => {
    for (const [id, { account }] of Object.entries(mailing.app.channels.connectors)) {
      for (const [name, schema] of Object.entries(account.shape)) {
        if (!/host|server|port|secure|url|domain|region/.test(name)) continue
        expect([id, name, bindingOf(schema as z.ZodType)]).toEqual([id, name, expect.any(String)])
      }
    }
  })

  it('C15: what is missing or of another kind is said in plain words', async () => {
    const { body } = await put('email', { host: 'imap.example', port: 'x', secure: 'yes', more: 1 })
    expect(body.fields).toEqual([
      { field: 'port', message: 'must be a number' },
      { field: 'secure', message: 'must be true or false' },
      { field: 'user', message: 'is needed' },
      { field: 'settings', message: 'has no such field: more' },
    ])
  })
})

const bindingOf = (schema: z.ZodType): unknown => schema.meta()?.['binding']

describe('what was not delivered', () => {
  it('O3: the list names the contact', async () => {
    const make = build(app)
    await make.enable('per_resolution')
    const addresses = { instagram: '24711000710001' }
    const { body } = await app.api.post('/conversations', {
      channel: 'instagram',
      contact: { external_id: 'cleo', kind: 'user', phone: '+49 170 1234567', addresses },
    })
    await make.status(body.id, 'resolved')
    await app.settle()
    const dead = async () => (await app.api.get('/deliveries')).body.data
    expect(await dead()).toMatchObject([{ contact_name: '+49 170 1234567' }])
    await app.api.patch(`/contacts/${body.contact.id}`, { name: 'Cleo' })
    expect(await dead()).toMatchObject([{ contact_name: 'Cleo' }])
  })
})
