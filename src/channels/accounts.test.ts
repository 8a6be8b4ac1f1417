import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChannelStage, setChannelStage, TOKEN } from '../../test/kit/channel-stage.ts'

let stage: ChannelStage
beforeAll(async () => {
  stage = await setChannelStage(['telegram'])
})
afterAll(() => stage.close())

const channel = async (id = 'telegram') =>
  (await stage.app.api.get('/channels')).body.data.find((each: any) => each.id === id)
const put = (settings: object) => stage.app.api.put('/channels/telegram', { settings })

describe('connecting a channel', () => {
  it('C15: lists all twelve with their state, fields and what to paste where, and no secret', async () => {
    const { status, body } = await stage.app.api.get('/channels')
    expect(status).toBe(200)
    expect(body.data).toHaveLength(12)
    expect(JSON.stringify(body)).not.toContain(TOKEN)
    expect(await channel('web_chat')).toMatchObject({
      state: 'connected',
      source: 'built_in',
      can_connect: false,
    })
    expect(await channel()).toMatchObject({
      state: 'connected',
      source: 'account',
      can_connect: true,
      capabilities: { scores: 'buttons', replies: true, receives: true },
      hook_url: expect.stringMatching(/^http:\/\/candor\.test\/hooks\/.+\/telegram\/.{20,}$/),
      setup: 'Paste the address into the console.',
      fields: [
        {
          name: 'token',
          label: 'Token',
          help: 'From the console.',
          secret: true,
          set: true,
          value: null,
          last4: 'ount',
        },
        { name: 'sender', label: 'Sender', secret: false, value: 'Acme', required: true },
      ],
    })
  })

  it('C15: a blank secret stays as it is; what does not fit is refused field by field', async () => {
    expect((await put({ token: '', sender: 'Other' })).body.fields[1].value).toBe('Other')
    expect((await stage.app.api.post('/channels/telegram/test', { to: '1001' })).body).toEqual({
      accepted: true,
      sentence: 'The provider took the message.',
    })
    const refused = await put({ token: 'short', sender: '' })
    expect(refused.status).toBe(422)
    expect(refused.body.fields.map(({ field }: any) => field).toSorted()).toEqual(['sender', 'token'])
    expect((await channel()).fields[1].value).toBe('Other')
  })

  it('C15: a test says what the provider says', async () => {
    stage.provider.feel('refuses')
    const { body } = await stage.app.api.post('/channels/telegram/test', { to: '1001' })
    expect(body).toEqual({
      accepted: false,
      sentence: 'The provider refused the message. It said: no: refuses',
    })
    stage.provider.feel('well')
    expect((await stage.app.api.post('/channels/sms/test', { to: 'x' })).body.accepted).toBe(false)
    // What is no address is said at its field, before anybody is asked.
    const wrong = await stage.app.api.post('/channels/telegram/test', { to: '@sam' })
    expect(wrong.status).toBe(422)
    expect(wrong.body.fields).toEqual([
      { field: 'to', message: expect.stringContaining('such as 123456789') },
    ])
  })

  it('C15: is sealed in the database, and noted in the trail without its values', async () => {
    const { rows } = await stage.app.app.pool.query('select settings, hook_secret from channel_accounts')
    expect(JSON.stringify(rows)).not.toMatch(/a-token|Acme|Other/)
    const trail = (await stage.app.api.get('/audit')).body.data
    expect(trail.find(({ action }: any) => action === 'channel.connected')).toMatchObject({
      target: 'telegram',
    })
    expect(JSON.stringify(trail)).not.toContain(TOKEN)
  })

  it('C15: the hook is closed to who does not know its address, and after the end of the connection', async () => {
    const server = await stage.app.app.server()
    const path = new URL((await channel()).hook_url).pathname
    const get = async (url: string) => server.inject({ method: 'GET', url: `${url}?challenge=abc` })
    expect((await get(path)).body).toBe('abc')
    expect((await get(`${path.slice(0, -1)}~`)).statusCode).toBe(404)
    expect((await get(path.split('/').slice(0, -1).join('/'))).statusCode).toBe(404)
    expect((await get('/hooks/nowhere/telegram/x')).statusCode).toBe(404)
    expect((await stage.app.api.delete('/channels/telegram')).status).toBe(204)
    expect((await stage.app.api.delete('/channels/telegram')).status).toBe(404)
    expect(await channel()).toMatchObject({ state: 'disconnected', source: null, hook_url: null })
    expect((await get(path)).statusCode).toBe(404)
    await stage.connect('telegram')
    expect((await get(path)).statusCode).toBe(404)
  })

  it('O3: the way round a channel is not one that reaches only who is there already', async () => {
    expect((await stage.app.api.put('/channels/fallback', { fallback: ['sms', 'web_chat'] })).status).toBe(
      422,
    )
    expect((await stage.app.api.put('/channels/fallback', { fallback: ['sms', 'sms'] })).status).toBe(422)
    await stage.app.api.put('/channels/fallback', { fallback: ['sms', 'email'] })
    expect((await stage.app.api.get('/channels')).body.fallback).toEqual(['sms', 'email'])
  })
})
