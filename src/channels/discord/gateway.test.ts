import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DISCORD, interactions, SAM, startDiscord } from '../../../test/kit/fakes/discord.ts'
import { startDiscordGateway } from '../../../test/kit/fakes/discord-gateway.ts'
import { NOBODY } from '../../../test/kit/fakes/http-provider.ts'
import { frame } from '../../../test/kit/fakes/web-sockets.ts'
import { silentLog } from '../../platform/log.ts'
import type { IncomingEvent } from '../channel.ts'
import type { Failed } from '../failure.ts'
import { DISCORD_API } from './discord-api.ts'
import { watchGateway } from './gateway.ts'
import type { GatewayPosition } from './gateway-deps.ts'
import { gatewayAddress } from './gateway-payload.ts'

let gateway: Awaited<ReturnType<typeof startDiscordGateway>>
let fake: Awaited<ReturnType<typeof startDiscord>>
let stored: GatewayPosition | null
let taken: IncomingEvent[]
let states: (Failed | null)[]
/** What is wrong with taking a message, by what it says. */
let trouble: Record<string, () => never>
const watches: { stop(): Promise<void> }[] = []

beforeEach(async () => {
  gateway = await startDiscordGateway()
  fake = await startDiscord(gateway)
  stored = null
  taken = []
  states = []
  trouble = {}
})
afterEach(async () => {
  await Promise.all(watches.splice(0).map((watch) => watch.stop()))
  await Promise.all([gateway.close(), fake.close()])
})

/** Well at once, so that what ends is taken up again at once. */
const QUICK = { patienceMs: 2_000, leastBeatMs: 20, firstRetryMs: 20, lastRetryMs: 40, wellMs: -1 }

function watch(more: Partial<Parameters<typeof watchGateway>[0]> = {}) {
  const watching = watchGateway({
    account: DISCORD,
    publicUrl: 'https://candor.test',
    baseUrl: fake.url,
    load: async () => structuredClone(stored),
    save: async (position) => {
      stored = structuredClone(position)
    },
    take: async (event) => {
      if (event.kind === 'message') trouble[event.body]?.()
      // As the inbox does: known by its id.
      if (taken.some(({ eventId }) => eventId === event.eventId)) return 'nothing'
      taken.push(event)
      return event.kind === 'press' ? 'rated' : 'message'
    },
    people: async () => [SAM],
    onState: (failure) => void states.push(failure),
    log: silentLog,
    now: () => Date.now(),
    timing: QUICK,
    ...more,
  })
  watches.push(watching)
  return watching
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 40_000, interval: 10 })
/** It stands, and both sides know it. */
const standing = () =>
  until(() => expect([gateway.standing(), stored?.session]).toEqual([1, expect.anything()]))
const bodies = () => taken.map((event) => ('body' in event ? event.body : event.kind))

describe('the gateway of Discord', () => {
  it('C15: a direct message is a message of the person who wrote it, with his name and words', async () => {
    watch()
    await standing()
    const { id } = gateway.write('Hello <:wave:123456789012345678> there')
    await until(() => expect(taken).toHaveLength(1))
    expect(taken).toEqual([
      {
        kind: 'message',
        eventId: id,
        at: Number(BigInt(id) >> 22n) + 1_420_070_400_000,
        from: SAM,
        name: 'Sam Customer',
        body: 'Hello :wave: there',
        inReplyTo: null,
      },
    ])
    // Direct messages, and none of the privileged intents.
    expect(gateway.identified).toMatchObject([{ intents: 1 << 12 }])
    expect(states).toEqual([null])
    expect(stored).toMatchObject({
      applicationId: DISCORD.application_id,
      session: { seq: 2 },
      gapFrom: null,
    })
  })

  it('C15: an answer names what it answers, a file is named, and what nobody typed is no message', async () => {
    watch()
    await standing()
    gateway.write('yes', { type: 19, message_reference: { type: 0, message_id: '880000000000001001' } })
    gateway.write('', { attachments: [{ id: '1', filename: 'photo.png' }] })
    gateway.write('in a server', { guild_id: '1', channel_type: 0 })
    gateway.write('by a bot', { author: { id: '1', username: 'bot', bot: true } })
    gateway.write('by a webhook', { webhook_id: '1' })
    gateway.write('joined', { type: 7 })
    gateway.write('')
    gateway.write('last')
    await until(() => expect(bodies()).toEqual(['yes', '[photo.png]', 'last']))
    expect(taken[0]).toMatchObject({ inReplyTo: '880000000000001001' })
  })

  it('C15: a session that drops is resumed: nothing is lost, and nothing comes twice', async () => {
    watch()
    await standing()
    gateway.write('one')
    await until(() => expect(bodies()).toEqual(['one']))
    gateway.drop()
    gateway.write('two')
    gateway.write('three')
    await until(() => expect(bodies()).toEqual(['one', 'two', 'three']))
    expect(gateway.resumed).toEqual([expect.objectContaining({ session_id: 'session-1', seq: 2 })])
    expect(gateway.identified).toHaveLength(1)
    expect(states).toEqual([null, null])
  })

  it('C15: it goes on elsewhere when Discord asks for that (op 7), and answers when it is asked (op 1)', async () => {
    watch()
    await standing()
    gateway.say({ op: 1, d: null, s: null, t: null })
    await until(() => expect(gateway.beats).toEqual([1]))
    gateway.say({ op: 7, d: null, s: null, t: null })
    gateway.write('meanwhile')
    await until(() => expect(bodies()).toEqual(['meanwhile']))
    expect(gateway.resumed).toHaveLength(1)
  })

  it('C15: a session that is lost begins anew, and what was written meanwhile is fetched', async () => {
    watch()
    await standing()
    gateway.write('one')
    await until(() => expect(bodies()).toEqual(['one']))
    gateway.forgetSessions()
    gateway.drop()
    gateway.write('two')
    gateway.write('three')
    await until(() => expect(gateway.identified).toHaveLength(2))
    await until(() => expect(bodies()).toEqual(['one', 'two', 'three']))
    gateway.write('four')
    await until(() => expect(bodies()).toEqual(['one', 'two', 'three', 'four']))
    await until(() => expect(stored).toMatchObject({ gapFrom: null, session: { seq: 2 } }))
  })

  it('C15: a session that is lost for a moment (op 9, true) is gone on with, and none is shown as a failure', async () => {
    watch()
    await standing()
    gateway.say({ op: 9, d: true, s: null, t: null })
    gateway.write('one')
    await until(() => expect(bodies()).toEqual(['one']))
    expect(gateway.resumed).toHaveLength(1)
    gateway.say({ op: 9, d: false, s: null, t: null })
    await until(() => expect(gateway.identified).toHaveLength(2))
    gateway.write('two')
    await until(() => expect(bodies()).toEqual(['one', 'two']))
    gateway.forgetSessions()
    gateway.drop()
    await until(() => expect(gateway.identified).toHaveLength(3))
    gateway.drop(4007, 'Invalid seq.')
    await until(() => expect(gateway.identified).toHaveLength(4))
    await standing()
    expect(states.filter((state) => state !== null)).toEqual([])
  })

  it('C15: what was missed is fetched later when it cannot be now; who cannot be asked is passed over', async () => {
    const now = Date.now()
    stored = { applicationId: DISCORD.application_id, session: null, aliveAt: now - 60_000, gapFrom: null }
    gateway.write('one')
    let times = 0
    watch({
      people: async () => {
        if ((times += 1) < 3) throw new Error('away')
        return ['nobody', SAM]
      },
    })
    await until(() => expect(bodies()).toEqual(['one']))
    await until(() => expect(stored).toMatchObject({ gapFrom: null }))
    expect(gateway.identified).toHaveLength(1)
  })

  it('C15: asked to stop (SIGTERM) it stops at once, also when nobody answers any more', async () => {
    const watching = watch()
    await standing()
    gateway.state.isMute = true
    for (const socket of gateway.sockets) socket.raw(Buffer.from([0x81, 126, 0x01]))
    const before = performance.now()
    await watching.stop()
    expect(performance.now() - before).toBeLessThan(1_500)
    await until(() => expect(gateway.connections()).toBe(0))
  })

  it('C15: more than one page of what was missed is fetched, oldest first', async () => {
    const now = Date.now()
    stored = { applicationId: DISCORD.application_id, session: null, aliveAt: now, gapFrom: null }
    for (let at = 0; at < 230; at += 1) gateway.write(`m${at}`)
    watch()
    await until(() => expect(bodies()).toEqual(Array.from({ length: 230 }, (_, at) => `m${at}`)))
  })

  it('C15: stopped (SIGTERM) it leaves the session to the next process; the position of another bot is none', async () => {
    const first = watch()
    await standing()
    gateway.write('one')
    await until(() => expect(bodies()).toEqual(['one']))
    await first.stop()
    // Not 1000, with which the session would be over.
    await until(() => expect(gateway.ends).toEqual([4000]))
    expect(gateway.connections()).toBe(0)
    gateway.write('two')
    const second = watch()
    await until(() => expect(bodies()).toEqual(['one', 'two']))
    expect(gateway.resumed).toHaveLength(1)
    await second.stop()
    stored = { ...stored!, applicationId: '1' }
    watch()
    await until(() => expect(gateway.identified).toHaveLength(2))
  })

  it('C15: heartbeats are sent with the last event, and a connection that answers none is a zombie', async () => {
    gateway.state.heartbeatMs = 50
    watch()
    await standing()
    await until(() => expect(gateway.beats.length).toBeGreaterThan(3))
    expect(new Set(gateway.beats)).toEqual(new Set([1]))
    expect(gateway.resumed).toEqual([])
    gateway.state.isMute = true
    await until(() => expect(gateway.ends[0]).toBe(4000))
    gateway.state.isMute = false
    gateway.write('awake')
    await until(() => expect(bodies()).toEqual(['awake']))
    expect(gateway.resumed.length).toBeGreaterThan(0)
    expect(gateway.identified).toHaveLength(1)
  })

  it('C15: a wrong token is said, and not tried again', async () => {
    watch({ account: { ...DISCORD, bot_token: 'MTE1NTkw.not-the-token.of_a_bot' } })
    await until(() => expect(states).toMatchObject([{ reason: 'login_refused' }]))
    gateway.state.refuses = { code: 4004, reason: 'Authentication failed.' }
    watch()
    await until(() => expect(states).toHaveLength(2))
    expect(states[1]).toMatchObject({
      reason: 'login_refused',
      sentence: 'The provider refused the login. It said: 4004 Authentication failed.',
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(gateway.identified).toHaveLength(1)
    expect(JSON.stringify(states)).not.toContain(DISCORD.bot_token)
  })

  it('C15: refused intents are final; trouble that passes is said and tried again', async () => {
    gateway.state.refuses = { code: 4014, reason: 'Disallowed intent(s).' }
    watch()
    await until(() => expect(states).toMatchObject([{ kind: 'rejected', reason: 'refused' }]))
    gateway.state.refuses = { code: 4000, reason: 'Unknown error.' }
    watch()
    await until(() => expect(states.at(-1)).toMatchObject({ kind: 'retry', reason: 'unreachable' }))
    gateway.state.refuses = null
    await until(() => expect(states.at(-1)).toBeNull())
    expect(gateway.standing()).toBe(1)
  })

  it('C15: Discord away, asking to wait, or without sessions left for the day', async () => {
    watch({ baseUrl: NOBODY })
    await until(() => expect(states[0]).toMatchObject({ reason: 'unreachable' }))
    await watches.pop()!.stop()
    gateway.state.remaining = 0
    watch()
    await until(() => expect(states.at(-1)).toMatchObject({ reason: 'asked_to_wait', afterMs: 3_600_000 }))
    expect(gateway.identified).toEqual([])
  })

  it('C15: what could not be taken comes again, and after five times is set aside for the others', async () => {
    let times = 0
    trouble['poison'] = () => {
      times += 1
      throw new Error('no')
    }
    watch()
    await standing()
    const { id } = gateway.write('poison')
    gateway.write('next')
    await until(() => expect(bodies()).toEqual(['next']))
    expect(times).toBe(5)
    expect(stored?.aside).toMatchObject({ from: SAM })
    expect(taken.some(({ eventId }) => eventId === id)).toBe(false)
  })

  it('C15: while the database is away nothing is set aside', async () => {
    let times = 0
    trouble['patience'] = () => {
      if ((times += 1) < 9)
        throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED', syscall: 'connect' })
      delete trouble['patience']
      return undefined as never
    }
    watch()
    await standing()
    gateway.write('patience')
    await until(() => expect(bodies()).toEqual(['patience']))
  })

  it('J8, I9: presses and comments come over the gateway where no endpoint is entered', async () => {
    watch()
    await standing()
    const press = { ...interactions.press('c0'), token: 'aW50ZXJhY3Rpb24' }
    gateway.publish('INTERACTION_CREATE', press)
    const callback = `/interactions/${press.id}/${press.token}/callback`
    await until(() => expect(fake.state.asked.some(({ path }) => path === callback)).toBe(true))
  })

  it('C15: what is no gateway’s is not understood, and takes nothing with it', async () => {
    watch()
    await standing()
    const nonsense = [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      frame(1, Buffer.from('{')),
      frame(1, Buffer.from('[]')),
      frame(1, Buffer.from('"'.padEnd(100_000, '['))),
      frame(1, Buffer.from([0xff, 0xfe])),
      frame(0, Buffer.from('{}')),
      frame(9, Buffer.alloc(126)),
      // Says that it is 2^53 bytes long.
      Buffer.from([0x81, 127, 0, 32, 0, 0, 0, 0, 0, 0]),
      frame(1, Buffer.from(JSON.stringify({ op: 10, d: { heartbeat_interval: 'often' } }))),
    ]
    for (const bytes of nonsense) {
      const before = gateway.ends.length
      for (const socket of gateway.sockets) socket.raw(bytes)
      await until(() => expect(gateway.ends.length).toBeGreaterThan(before))
      await standing()
    }
    gateway.publish('MESSAGE_CREATE', { id: '../1', author: null, content: 7 })
    gateway.publish('MESSAGE_CREATE', null)
    gateway.publish('INTERACTION_CREATE', { id: '1', token: '../..', type: 3 })
    gateway.publish('SOMETHING_ELSE', { deep: [[[]]] })
    gateway.write('still here')
    await until(() => expect(bodies()).toEqual(['still here']))
  })

  it('C15: a message in pieces, and with a ping between them, is one', async () => {
    watch()
    await standing()
    const text = Buffer.from(JSON.stringify({ op: 1, d: null }))
    const bytes = Buffer.concat([
      frame(1, text.subarray(0, 3), false),
      frame(9, Buffer.from('ping')),
      frame(0, text.subarray(3)),
    ])
    for (const socket of gateway.sockets) for (const byte of bytes) socket.raw(Buffer.from([byte]))
    await until(() => expect(gateway.beats).toHaveLength(1))
    expect(gateway.ends).toEqual([])
  })

  it('C15: only Discord’s own hosts are connected to', async () => {
    const where = (url: string, base = DISCORD_API) => gatewayAddress(url, base)
    for (const url of [
      'ws://gateway.discord.gg',
      'wss://gateway.discord.gg.evil.test',
      'wss://evildiscord.gg',
      'wss://127.0.0.1',
      'wss://gateway.discord.gg:8443',
      'wss://user@gateway.discord.gg',
      'https://gateway.discord.gg',
      'nonsense',
    ])
      expect(await where(url)).toBeNull()
    expect(await where('ws://127.0.0.1:9/x', 'http://127.0.0.1:1')).toMatchObject({ address: '127.0.0.1' })
    expect(await where('ws://127.0.0.2:9', 'http://127.0.0.1:1')).toBeNull()
  })
})
