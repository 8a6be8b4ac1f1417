import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DISCORD, interactions, SAM, startDiscord } from '../../test/kit/fakes/discord.ts'
import { startDiscordGateway } from '../../test/kit/fakes/discord-gateway.ts'
import { makeClock } from '../../test/kit/clock.ts'
import { findAccount, storeAccount } from '../channels/accounts.ts'
import { connector } from '../channels/connector.ts'
import { discordAccount, discordChannel } from '../channels/discord/discord.ts'
import { watchGateways } from './gateways.ts'

const clock = makeClock()
const DAY = 86_400_000
/** What ends is taken up again at once, and looked at again at once. */
const QUICK = { patienceMs: 2_000, leastBeatMs: 20, firstRetryMs: 20, lastRetryMs: 40, wellMs: -1 }

let app: TestApp
let make: ReturnType<typeof build>
let gateway: Awaited<ReturnType<typeof startDiscordGateway>>
let fake: Awaited<ReturnType<typeof startDiscord>>
let gateways: ReturnType<typeof watchGateways>

const watch = () => watchGateways(app.app, { everyMs: 50, baseUrl: fake.url, timing: QUICK })

/** As the settings page stores it. */
async function connect(settings: object = DISCORD): Promise<void> {
  const { ctx } = app.app
  const name = { workspaceId: app.workspace.workspaceId, channel: 'discord' as const }
  const who = { memberId: null, now: clock.now() }
  await ctx.db.transaction().execute((tx) => storeAccount(ctx, tx, name, settings, who))
}

beforeAll(async () => {
  gateway = await startDiscordGateway({ now: () => clock.now() })
  fake = await startDiscord(gateway)
  const discord = connector(discordAccount, (deps) => discordChannel({ ...deps, baseUrl: fake.url }), 'none')
  app = await makeTestApp({}, clock, undefined, { discord })
  make = build(app)
  await connect()
  gateways = watch()
  await vi.waitUntil(async () => (await channel()).last_ok_at !== null, 40_000)
})
afterAll(async () => {
  await gateways.stop()
  await app.close()
  await Promise.all([gateway.close(), fake.close()])
})

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 40_000, interval: 20 })
const standing = () => until(() => expect(gateway.standing()).toBe(1))
const conversations = async (): Promise<any[]> => (await app.api.get('/conversations')).body.data
const messagesOf = async (id: string): Promise<string[]> =>
  (await app.api.get(`/conversations/${id}/timeline`)).body.data.flatMap((entry: any) =>
    entry.kind === 'message' ? [entry.data.body] : [],
  )
const channel = async () => (await app.api.get('/channels')).body.data.find(({ id }: any) => id === 'discord')

describe('direct messages on Discord', () => {
  it('C15, J8, I9: a conversation comes in, is answered, resolved, surveyed, rated and commented there', async () => {
    await make.enable('per_resolution', { attribution: 'last_teammate' })
    const agent = await make.member('agent')
    gateway.write('Where is my parcel?')
    await until(async () => expect(await conversations()).toHaveLength(1))
    const [{ id, ...conversation }] = await conversations()
    expect(conversation).toMatchObject({
      channel: 'discord',
      origin: 'inbound',
      contact: { name: 'Sam Customer', kind: 'lead' },
    })
    clock.advance(60_000)
    await make.say(id, 'teammate', 'On its way.', {}, agent.id)
    await app.settle()
    expect(fake.state.arrived.at(-1)).toMatchObject({ to: [SAM], text: 'On its way.' })
    clock.advance(60_000)
    gateway.write('Thank you!')
    await until(async () => expect(await messagesOf(id)).toHaveLength(3))
    clock.advance(60_000)
    const { survey } = await make.status(id, 'resolved', { actor_id: agent.id })
    await app.settle()
    const presses = fake.state.arrived.at(-1)!.presses ?? []
    expect(presses).toHaveLength(5)
    clock.advance(60_000)
    const press = {
      ...interactions.press(presses[3]!),
      id: gateway.idOf(clock.now()),
      token: 'aW50ZXJhY3Rpb24.x',
    }
    gateway.publish('INTERACTION_CREATE', press)
    const callback = `/interactions/${press.id}/${press.token}/callback`
    // The button is lit in the chat.
    const lit = await vi.waitUntil(() => fake.state.asked.find(({ path }) => path === callback), 40_000)
    expect(JSON.parse(lit.body)).toMatchObject({ type: 7 })
    await app.settle()
    expect(fake.state.arrived.at(-1)!.text).toContain('Thank you')
    clock.advance(60_000)
    gateway.write('Quick and kind.')
    const csat = async () => (await app.api.get(`/conversations/${id}/csat`)).body
    await until(async () => expect(await csat()).toMatchObject({ score: 4, comment: 'Quick and kind.' }))
    expect((await app.api.get(`/surveys/${survey.id}`)).body).toMatchObject({
      state: 'answered',
      channel: 'discord',
      agent_id: agent.id,
      response: { score: 4, comment: 'Quick and kind.', agent_id: agent.id },
    })
    const { data: timeline } = (await app.api.get(`/conversations/${id}/timeline`)).body
    expect(timeline.map(({ kind }: any) => kind).filter((kind: string) => kind !== 'status_changed')).toEqual(
      expect.arrayContaining(['message', 'message', 'message', 'csat_requested', 'csat_submitted']),
    )
    // The comment is no message, and opens nothing.
    expect(await messagesOf(id)).toEqual(['Where is my parcel?', 'On its way.', 'Thank you!'])
    expect(await conversations()).toMatchObject([{ id, status: 'resolved' }])
    expect(await channel()).toMatchObject({
      state: 'connected',
      ways: { sends: 'connected', reads: 'connected' },
    })
  })

  it('J8: who has linked his account is known by it: what he writes is his', async () => {
    const linked = await make.contact({ addresses: { discord: '710000000000000007' } })
    const author = { id: '710000000000000007', username: 'ann', global_name: 'Somebody else’s name' }
    gateway.write('It is me', { author }, author.id)
    const own = async () => (await conversations()).filter(({ contact }) => contact.id === linked.id)
    await until(async () => expect(await own()).toMatchObject([{ contact: { name: linked.name } }]))
    await make.status((await own())[0].id, 'resolved', { survey: 'skip' })
  })

  it('C15: a drop loses nothing and doubles nothing, with the session or without it', async () => {
    clock.advance(2 * DAY)
    gateway.write('One')
    await until(async () => expect(await conversations()).toHaveLength(3))
    const [{ id }] = (await conversations()).filter(({ status }) => status === 'open')
    clock.advance(1_000)
    gateway.drop()
    gateway.write('Two')
    await until(async () => expect(await messagesOf(id)).toEqual(['One', 'Two']))
    clock.advance(1_000)
    gateway.forgetSessions()
    gateway.drop()
    gateway.write('Three')
    await until(async () => expect(await messagesOf(id)).toEqual(['One', 'Two', 'Three']))
    await standing()
    clock.advance(1_000)
    gateway.write('Four')
    await until(async () => expect(await messagesOf(id)).toEqual(['One', 'Two', 'Three', 'Four']))
  })

  it('C15: is kept by one process at a time, which on SIGTERM leaves its session to the next', async () => {
    const other = watch()
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(gateway.connections()).toBe(1)
    const before = gateway.identified.length
    await gateways.stop()
    clock.advance(1_000)
    gateway.write('Between two processes')
    const open = (await conversations()).find(({ status }) => status === 'open')
    await until(async () =>
      expect((await messagesOf(open.id)).filter((body) => body === 'Between two processes')).toHaveLength(1),
    )
    expect(gateway.connections()).toBe(1)
    expect(gateway.identified).toHaveLength(before)
    // The other is killed: its claim runs out, and what came meanwhile is fetched.
    await other.stop()
    await until(() => expect(gateway.connections()).toBe(0))
    gateway.forgetSessions()
    const { pool } = app.app
    await pool.query(
      `update channel_accounts set watched_by = gen_random_uuid(), watched_until = $1 where channel = 'discord'`,
      [new Date(clock.now() + 75_000)],
    )
    gateway.write('While nobody was there')
    gateways = watch()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(gateway.connections()).toBe(0)
    clock.advance(76_000)
    await until(async () => expect(await messagesOf(open.id)).toContain('While nobody was there'))
    await standing()
  })

  it('C15: a wrong token is said on the channel, and another one is used at once', async () => {
    await connect({ ...DISCORD, bot_token: 'MTE1NTkw.not-the-token.of_a_bot' })
    await until(async () =>
      expect(await channel()).toMatchObject({
        state: 'failing',
        ways: { sends: 'connected', reads: 'failing' },
        last_error: expect.stringContaining(
          'what customers write is not read: The provider refused the login',
        ),
      }),
    )
    expect(gateway.connections()).toBe(0)
    await connect()
    await standing()
    await until(async () => expect(await channel()).toMatchObject({ state: 'connected', last_error: null }))
  })

  it('C15: what goes out well says nothing about what is not read', async () => {
    gateway.state.refuses = { code: 4014, reason: 'Disallowed intent(s).' }
    await connect()
    gateway.forgetSessions()
    gateway.drop()
    await until(async () => expect(await channel()).toMatchObject({ state: 'failing' }))
    const contact = (await conversations())[0].contact
    const { id } = await make.conversation({ channel: 'discord', contact_id: contact.id })
    const agent = await make.member('agent')
    await make.say(id, 'teammate', 'It goes out.', {}, agent.id)
    await app.settle()
    expect(fake.state.arrived.at(-1)!.text).toBe('It goes out.')
    expect(await channel()).toMatchObject({
      state: 'failing',
      ways: { sends: 'connected', reads: 'failing' },
    })
    gateway.state.refuses = null
    await connect()
    await standing()
  })

  it('C15: is connected no more once the channel is disconnected', async () => {
    await app.api.delete('/channels/discord')
    await until(() => expect(gateway.connections()).toBe(0))
    const { workspaceId } = app.workspace
    expect(await findAccount(app.app.ctx.db, { workspaceId, channel: 'discord' })).toMatchObject({
      settings: null,
    })
  })
})
