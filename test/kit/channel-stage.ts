import type { IncomingEvent } from '../../src/channels/channel.ts'
import type { ChannelId } from '../../src/policy/settings.ts'
import type { Connection } from '../../src/platform/database.ts'
import { makeTestApp } from './app.ts'
import { build } from './build.ts'
import { startSampleProvider } from './sample-provider.ts'

export type ChannelStage = Awaited<ReturnType<typeof setChannelStage>>
type Told = IncomingEvent extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'at' | 'eventId'> & { at?: number; eventId?: string }
    : never
  : never

export const TOKEN = 'a-token-of-the-account'

/** For tests: a workspace that asks on every resolution, with these channels connected to one fake provider. */
export async function setChannelStage(
  channels: ChannelId[] = ['telegram', 'sms'],
  repeatsKnownMs = Infinity,
) {
  const provider = await startSampleProvider(repeatsKnownMs)
  const connectors = Object.fromEntries(channels.map((id) => [id, provider.connector]))
  let connection: Connection = ''
  const keep: Parameters<typeof makeTestApp>[2] = (given) => {
    connection = given
    return given
  }
  const app = await makeTestApp({}, undefined, keep, connectors)
  const make = build(app)
  await make.enable('per_resolution')
  const agent = await make.member('agent', { name: 'Ada Agent' })
  const server = await app.app.server()
  let count = 0

  async function connect(channel: ChannelId): Promise<any> {
    const { body, status } = await app.api.put(`/channels/${channel}`, {
      settings: { token: TOKEN, sender: 'Acme' },
    })
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body
  }
  const hooks = new Map<string, string>()
  for (const channel of channels) hooks.set(channel, new URL((await connect(channel)).hook_url).pathname)

  /** Brings a request to the hook as the provider does. */
  async function post(channel: ChannelId, body: string, signature = provider.sign(body, TOKEN)) {
    return server.inject({
      method: 'POST',
      url: hooks.get(channel)!,
      headers: { 'content-type': 'application/json', 'x-signature': signature },
      payload: body,
    })
  }
  return {
    app,
    connection,
    make,
    agent,
    provider,
    hooks,
    connect,
    post,
    /** Tells of events, each by default new and of now. Answers the status. */
    async tell(channel: ChannelId, ...events: Told[]): Promise<number> {
      const full = events.map((event) => ({ eventId: `e${++count}`, at: app.clock.now(), ...event }))
      return (await post(channel, JSON.stringify(full))).statusCode
    },
    timeline: async (id: string): Promise<any[]> =>
      (await app.api.get(`/conversations/${id}/timeline`)).body.data,
    conversations: async (): Promise<any[]> => (await app.api.get('/conversations?limit=100')).body.data,
    async close() {
      await app.close()
      await provider.close()
    },
  }
}
