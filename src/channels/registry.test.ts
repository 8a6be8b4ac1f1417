import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { makeMailer } from '../platform/mailer.ts'
import type { ChannelId } from '../policy/settings.ts'
import { addressOn, repliesLeaveOn } from './address.ts'
import type { Channel } from './channel.ts'
import { makeChannels } from './registry.ts'

let app: TestApp
let make: ReturnType<typeof build>
beforeAll(async () => {
  app = await makeTestApp({ smtpUrl: null })
  make = build(app)
  await make.enable('per_resolution')
})
afterAll(() => app.close())

const timeline = async (id: string): Promise<any[]> =>
  (await app.api.get(`/conversations/${id}/timeline`)).body.data

describe('the channels of an installation', () => {
  it('C15: where replies leave there is an adapter that sends them, and nowhere else', () => {
    const mailer = makeMailer({ ...app.config, smtpUrl: 'smtp://127.0.0.1:1' })
    const { installed, connectors, open } = makeChannels({ ctx: app.app.ctx, mailer })
    const connected = Object.entries(connectors).map(([id, connector]) => [id, open(connector, null, null)])
    const channels = [...Object.entries(installed), ...connected] as [ChannelId, Channel][]
    mailer.close()
    expect(channels.map(([id]) => id)).toEqual(expect.arrayContaining(['web_chat', 'api', 'email']))
    for (const [id, channel] of channels) {
      expect([id, channel.sendMessage !== undefined]).toEqual([id, repliesLeaveOn(id)])
      // What is in app needs no address; what leaves the house does.
      const nowhere = addressOn(id, { email: null, claimed_email: null, phone: null, addresses: {} })
      expect([id, nowhere !== null]).toEqual([id, channel.capabilities.inApp])
    }
  })

  it('C15: on a channel that is not connected a survey fails at once and the timeline says why', async () => {
    const conversation = await make.conversation({ channel: 'email' })
    await make.say(conversation.id, 'contact', 'Where is it?')
    const { survey } = await make.status(conversation.id, 'resolved')
    await app.settle()
    expect((await app.api.get(`/surveys/${survey.id}`)).body.state).toBe('failed')
    expect((await timeline(conversation.id)).at(-1)).toMatchObject({
      kind: 'csat_failed',
      data: { channel: 'email', reason: 'not_connected', sentence: 'This channel is not connected.' },
    })
  })

  it('C15: a reply there is marked as not delivered, with the same sentence', async () => {
    const agent = await make.member('agent', { name: 'Ada Agent' })
    const conversation = await make.conversation({ channel: 'email' })
    await make.say(conversation.id, 'teammate', 'On its way.', {}, agent.id)
    await app.settle()
    const entry = (await timeline(conversation.id)).find(({ data }) => data.body === 'On its way.')
    expect(entry.data).toMatchObject({
      delivery: 'rejected',
      delivery_error: 'This channel is not connected.',
    })
  })
})
