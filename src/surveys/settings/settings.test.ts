import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'

let app: TestApp
beforeAll(async () => {
  app = await makeTestApp()
})
afterAll(() => app.close())

describe('settings', () => {
  it('C1: an agent may read the rules and not change them; an admin may', async () => {
    const make = build(app)
    const agent = app.as(await make.keyFor((await make.member('agent')).id))
    const admin = app.as(await make.keyFor((await make.member('admin')).id))
    expect((await agent.get('/settings/csat')).status).toBe(200)
    expect((await agent.put('/settings/csat', { preset: 'on_close' })).status).toBe(403)
    expect((await admin.put('/settings/csat', { preset: 'on_close' })).body).toMatchObject({
      preset: 'on_close',
    })
  })

  it('I2: the preset replaces all but the main switch, then the patch is merged; the next close follows', async () => {
    await app.api.put('/settings/csat', {
      preset: 'per_resolution',
      policy: { enabled: true, question: { scale: 'thumbs' } },
    })
    const changed = await app.api.put('/settings/csat', {
      preset: 'on_close',
      policy: { eligibility: { min_characters: 10 } },
    })
    expect(changed.body.policy).toMatchObject({
      enabled: true,
      scope: 'teammate',
      question: { scale: 'emoji' },
      eligibility: { min_characters: 10, max_idle: 'P7D' },
    })
  })

  it('C1: an invalid policy is refused whole, field by field, and the old one stays', async () => {
    const before = (await app.api.get('/settings/csat')).body
    const { status, body } = await app.api.put('/settings/csat', {
      policy: { trigger: { delay: 'soon' }, question: { message: '', scale: 'hearts' }, colour: 'red' },
    })
    expect(status).toBe(422)
    expect(body.fields.map((problem: any) => problem.field).toSorted()).toEqual([
      'policy.colour',
      'policy.question.message',
      'policy.question.scale',
      'policy.trigger.delay',
    ])
    expect((await app.api.get('/settings/csat')).body).toEqual(before)
  })

  it('J11: every version is kept with who and which fields; a change on an old one is refused', async () => {
    const before = (await app.api.get('/settings/csat')).body
    const first = await app.api.put('/settings/csat', {
      policy: { scope: 'resolution' },
      base_version: before.version,
    })
    expect(first.body.version).toBe(before.version + 1)
    const stale = await app.api.put('/settings/csat', {
      policy: { scope: 'teammate' },
      base_version: before.version,
    })
    expect(stale).toMatchObject({ status: 409, body: { reason: 'settings_changed' } })
    const { data } = (await app.api.get('/settings/csat/versions?limit=1')).body
    expect(data).toMatchObject([
      { version: before.version + 1, changed_fields: ['scope'], changed_by: { kind: 'api_key' } },
    ])
  })

  it('C1: with its ETag, what is unchanged is not sent again, and what changed meanwhile is not written over', async () => {
    const { headers, body } = await app.api.get('/settings/csat')
    const tag = String(headers['etag'])
    expect(tag).toBe(`"${body.version}"`)
    expect(await app.api.get('/settings/csat', { 'if-none-match': tag })).toMatchObject({
      status: 304,
      body: '',
    })
    const change = (due_hours: number, ifMatch: string) =>
      app.api.put('/settings/csat', { policy: { follow_up: { due_hours } } }, { 'if-match': ifMatch })
    const saved = await change(11, tag)
    expect([saved.status, saved.headers['etag']]).toEqual([200, `"${body.version + 1}"`])
    expect(await change(12, tag)).toMatchObject({ status: 412, body: { reason: 'settings_changed' } })
    expect((await app.api.get('/settings/csat')).body.policy.follow_up.due_hours).toBe(11)
    expect((await change(12, 'anything')).body.fields[0].field).toBe('if-match')
    expect((await change(12, '*')).status).toBe(200)
  })

  it('O1: a channel may differ in any field, and only there', async () => {
    await app.api.put('/settings/csat', {
      preset: 'per_resolution',
      policy: {
        trigger: {
          channels: { api: { enabled: true, question: { message: 'API?' }, trigger: { delay: 'PT1H' } } },
        },
      },
    })
    const make = build(app)
    const [api, chat] = [await make.conversation({ channel: 'api' }), await make.conversation()]
    expect((await make.status(api.id, 'resolved')).survey.state).toBe('scheduled')
    expect((await make.status(chat.id, 'resolved')).survey.state).toBe('sent')
  })

  it('C2: the preview shows mail, page and card of a policy that is not saved', async () => {
    const { body } = await app.api.post('/settings/csat/preview', {
      policy: { question: { message: 'Preview me?' } },
    })
    expect(body.mail.html).toContain('Preview me?')
    expect(body.page).toContain('Preview me?')
    expect(body.card).toEqual({ message: 'Preview me?', scale: 'stars' })
    expect(body.text).toBeNull()
  })

  it('O3, O12: the preview of a channel that is text shows its own message, its buttons, and what it costs', async () => {
    const preview = async (channel: string) => {
      const policy = {
        question: { scale: 'emoji' },
        trigger: { channels: { [channel]: { question: { message: 'Good? 😀' } } } },
      }
      return (await app.api.post('/settings/csat/preview', { channel, policy })).body.text
    }
    const sms = await preview('sms')
    expect(sms.text).toMatch(/^Acme: Good\? 😀 Rate here: http:\/\/candor\.test\/s\/.{64}$/)
    // One letter beyond the SMS alphabet, and each segment holds 67 instead of 153.
    expect([sms.segments, sms.buttons]).toEqual([2, []])
    const telegram = await preview('telegram')
    expect(telegram.text).toMatch(/^Good\? 😀\nhttp/)
    expect([telegram.segments, telegram.buttons[0]]).toEqual([null, { sign: '😡', label: 'Terrible' }])
  })
})
