import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, HOUR, MINUTE } from '../../test/kit/clock.ts'
import { createWorkspace } from '../access/create-workspace.ts'
import { dryRun } from './dry-run.ts'

let app: TestApp
let make: ReturnType<typeof build>
let agent: { id: string }

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  agent = await make.member()
})
afterAll(() => app.close())

/** Long after everything else. */
async function anew(preset: string, policy: object = {}): Promise<void> {
  app.clock.advance(100 * DAY)
  await make.enable(preset, policy)
}
/** Each step a minute after the one before, since the clock of these tests stands still. */
async function ended(
  input: Record<string, unknown> = {},
  { says = 'My parcel has not come.', status = 'closed', ...how }: Record<string, unknown> = {},
): Promise<{ id: string; survey: any }> {
  const { id } = await make.conversation(input)
  app.clock.advance(MINUTE)
  await make.say(id, 'contact', says as string)
  await make.say(id, 'teammate', 'We are looking into it.', {}, agent.id)
  app.clock.advance(MINUTE)
  const { survey } = await make.status(id, status as string, how)
  app.clock.advance(MINUTE)
  return { id, survey }
}
async function tried(change: object): Promise<any> {
  const { status, body } = await app.api.post('/settings/csat/dry-run', change)
  expect([status, body.detail]).toEqual([200, undefined])
  return body
}

describe('§ 3.3: a change is tried on what happened', () => {
  it('§ 3.3: how many more and fewer, and which, with the reason before and after', async () => {
    await anew('on_close')
    const long = await ended({ subject: 'A long one' }, { says: 'x'.repeat(300) })
    const short = await ended({ subject: 'Where is it?' })
    const result = await tried({
      policy: { eligibility: { min_characters: 0 }, trigger: { channels: { email: { enabled: false } } } },
    })
    expect(result).toMatchObject({
      period: { days: 30, to: new Date(app.clock.now()).toISOString() },
      conversations: 2,
      resolutions: 2,
      actual: { made: 1 },
      before: { made: 1, asked: 1, by_reason: { too_short: 1 } },
      after: { made: 2, asked: 2, by_reason: {} },
      more: 1,
      fewer: 0,
    })
    expect(result.differing).toEqual({
      next_cursor: null,
      data: [
        {
          conversation_id: short.id,
          resolution: 1,
          subject: 'Where is it?',
          contact: { id: expect.any(String), name: expect.stringMatching(/@example\.com$/) },
          channel: 'web_chat',
          at: expect.any(String),
          made: 0,
          before: {
            made: 0,
            allowed: false,
            reason: 'too_short',
            by: null,
            sentence: 'The conversation has 46 characters; more than 250 are needed.',
          },
          after: {
            made: 1,
            allowed: true,
            reason: null,
            by: null,
            sentence: 'A survey goes out by web chat.',
          },
        },
      ],
    })
    const none = await tried({ policy: { enabled: false } })
    expect(none).toMatchObject({ more: 0, fewer: 1, after: { made: 0, by_reason: { csat_off: 2 } } })
    expect(none.differing.data).toMatchObject([{ conversation_id: long.id, after: { reason: 'csat_off' } }])
  })

  it('§ 3.3: nothing is written: no decision, no survey, no version', async () => {
    const tables = ['decisions', 'surveys', 'policies', 'events', 'timeline_entries', 'audit_entries']
    const counts = async (): Promise<unknown> =>
      Promise.all(
        tables.map(async (table) => (await app.app.pool.query(`select count(*) from ${table}`)).rows),
      )
    const before = await counts()
    await tried({ preset: 'per_resolution' })
    expect(await counts()).toEqual(before)
  })

  it.each(['by_hand', 'on_close', 'after_delay', 'per_resolution'])(
    '§ 3.3: %s tried on itself differs in nothing, and every other preset can be tried on it',
    async (preset) => {
      const policy =
        preset === 'after_delay' ? { trigger: { channels: { web_chat: { enabled: true } } } } : {}
      await anew(preset, policy)
      await ended({}, { status: 'resolved' })
      await ended({}, { says: 'y'.repeat(400) })
      expect(await tried({})).toMatchObject({ resolutions: 2, more: 0, fewer: 0 })
      expect(await tried({ preset: 'by_hand' })).toMatchObject({
        after: { made: 0, by_reason: { not_by_hand: 2 } },
      })
      expect(await tried({ preset: 'on_close' })).toMatchObject({
        after: { made: 1, by_reason: { status_not_ended: 1 } },
      })
      // The channels of this preset are off until chosen.
      expect(await tried({ preset: 'after_delay' })).toMatchObject({
        after: { made: 0, by_reason: { channel_off: 1, status_not_ended: 1 } },
      })
      expect(await tried({ preset: 'per_resolution' })).toMatchObject({ after: { made: 2, by_reason: {} } })
    },
  )

  it('A5: the cooldown counts from what the tried policy itself would have made', async () => {
    await anew('per_resolution')
    const { id: contact_id } = await make.contact()
    for (let day = 0; day < 5; day += 1) {
      await ended({ contact_id, subject: `Day ${day}` })
      app.clock.advance(DAY - 3 * MINUTE)
    }
    const result = await tried({ policy: { eligibility: { contact_cooldown: 'P2D' } } })
    expect(result).toMatchObject({ fewer: 2, after: { made: 3, by_reason: { contact_cooldown: 2 } } })
    expect(result.differing.data.map((each: any) => each.subject)).toEqual(['Day 3', 'Day 1'])
    expect(result.differing.data[0].after.sentence).toMatch(
      /^This customer was asked on .* and is left in peace/,
    )
  })

  it('§ 3.3: tags, messages and those who left count as they were then', async () => {
    await anew('per_resolution')
    const tagged = await ended({ tags: ['spam'] })
    const untagged = await ended({ tags: [] })
    app.clock.advance(HOUR)
    await app.api.patch(`/conversations/${tagged.id}`, { tags: [] })
    await app.api.patch(`/conversations/${untagged.id}`, { tags: ['spam'] })
    await make.say(untagged.id, 'contact', 'z'.repeat(500))
    await app.app.pool.query('update contacts set unsubscribed_at = $1', [new Date(app.clock.now())])
    const byTag = await tried({ policy: { eligibility: { tags: { exclude: ['spam'] } } } })
    expect(byTag.differing.data).toMatchObject([
      { conversation_id: tagged.id, after: { reason: 'tag_excluded' } },
    ])
    const byLength = await tried({ policy: { eligibility: { min_characters: 100 } } })
    expect(byLength).toMatchObject({ after: { made: 0, by_reason: { too_short: 2 } } })
    await app.app.pool.query('update contacts set unsubscribed_at = null')
  })

  it('A5: the sample is the one that is drawn in earnest', async () => {
    await anew('per_resolution', { eligibility: { sample_percent: 50 } })
    const all = []
    for (let n = 0; n < 12; n += 1) all.push(await ended())
    const asked = all.filter(({ survey }) => survey !== null).map(({ id }) => id)
    const result = await tried({ policy: { eligibility: { sample_percent: 100 } } })
    expect(result.before.made).toBe(asked.length)
    const more = result.differing.data.map((each: any) => each.conversation_id)
    expect(more.length + asked.length).toBe(12)
    expect(new Set([...more, ...asked])).toEqual(new Set(all.map(({ id }) => id)))
  })

  it('C3: by hand: what agents sent is tried again, and the answer says what it cannot know', async () => {
    await anew('by_hand')
    const sent = await ended({}, { survey: 'send' })
    await ended({}, { survey: 'skip' })
    await ended()
    const result = await tried({ policy: { trigger: { channels: { web_chat: { enabled: false } } } } })
    expect(result).toMatchObject({
      before: { made: 1, by_reason: { not_by_hand: 2 } },
      after: { made: 0, by_reason: { channel_off: 1, not_by_hand: 2 } },
    })
    expect(result.differing.data).toMatchObject([{ conversation_id: sent.id }])
    expect(result.assumptions[0]).toMatch(/^Both policies ask by hand: nothing is sent by itself/)
    const automatic = await tried({ preset: 'per_resolution' })
    // Who was let go without a survey on purpose is not asked by the other policy either.
    expect(automatic).toMatchObject({ more: 1, after: { made: 2, by_reason: { not_by_hand: 1 } } })
    expect(automatic.assumptions[0]).toMatch(/^The saved policy asks by hand/)
  })

  it('C3: what was sent by hand under a policy of before is said to be, though both policies send by themselves', async () => {
    await anew('by_hand')
    const { id } = await make.conversation({ channel: 'email' })
    app.clock.advance(MINUTE)
    await make.say(id, 'contact', 'My parcel has not come.')
    await make.status(id, 'resolved', { survey: 'send' })
    app.clock.advance(MINUTE)
    // Saved since: nothing may go out by email, also not by hand.
    await make.enable('after_delay')
    const result = await tried({ preset: 'on_close' })
    // Nobody from support took part: by itself none would go out.
    expect(result).toMatchObject({ actual: { made: 1 }, before: { made: 0 }, after: { made: 1 }, more: 1 })
    expect(result.differing.data).toMatchObject([
      {
        conversation_id: id,
        made: 1,
        before: { made: 0, reason: 'channel_off', by: null },
        after: { made: 1, by: 'hand' },
      },
    ])
    expect(result.assumptions[0]).toMatch(
      /^One survey that was asked for, by hand, .* is asked for again under both policies\. The rules/,
    )
    // Where nobody asked for one, nothing is said of it.
    await anew('per_resolution')
    await ended()
    expect((await tried({ policy: { enabled: false } })).assumptions.join(' ')).not.toMatch(/asked for again/)
  })

  it('§ 3.3: only the days asked for; what was asked before still counts for the cooldown', async () => {
    await anew('per_resolution')
    const { id: contact_id } = await make.contact()
    await ended({ contact_id })
    app.clock.advance(6 * DAY)
    await ended({ contact_id })
    app.clock.advance(DAY)
    const cooldown = { policy: { eligibility: { contact_cooldown: 'P7D' } } }
    expect(await tried({ ...cooldown, days: 2 })).toMatchObject({
      resolutions: 1,
      after: { made: 0, by_reason: { contact_cooldown: 1 } },
    })
    expect(await tried({ ...cooldown, days: 30 })).toMatchObject({ resolutions: 2, after: { made: 1 } })
  })

  it('§ 3.3: what another system told of later is replayed in the order in which it was told', async () => {
    await anew('per_resolution')
    const { id } = await make.conversation()
    const now = app.clock.now()
    app.clock.advance(2 * DAY)
    const changes = ['closed', 'open', 'resolved'].map((status, index) => ({
      event_id: `late-${index}`,
      type: 'conversation.status_changed',
      conversation_id: id,
      status,
      occurred_at: new Date(now + (index + 1) * HOUR).toISOString(),
    }))
    await app.api.post('/events', { events: changes })
    app.clock.advance(1)
    const result = await tried({ policy: { trigger: { statuses: ['closed'] } } })
    expect(result).toMatchObject({
      resolutions: 2,
      actual: { made: 2 },
      before: { made: 2 },
      after: { made: 1, by_reason: { status_not_ended: 1 } },
    })
    expect(result.differing.data).toMatchObject([{ resolution: 2 }])
  })

  it('I12, § 3.3: what ended in time is in time in the replay, however late we were told of the end', async () => {
    await anew('on_close', { eligibility: { min_characters: 0, max_idle: 'P1D' } })
    const { id } = await make.conversation()
    await make.say(id, 'teammate', 'It is on its way.', {}, agent.id)
    const occurred_at = new Date(app.clock.now() + HOUR).toISOString()
    app.clock.advance(3 * DAY)
    expect((await make.status(id, 'closed', { occurred_at })).survey).not.toBeNull()
    expect(await tried({})).toMatchObject({ actual: { made: 1 }, before: { made: 1 }, after: { made: 1 } })
  })

  it('C3: where it is not known what somebody had chosen, it says so and asks nobody', async () => {
    await anew('per_resolution', { enabled: false })
    await ended({}, { survey: 'send' })
    await ended()
    const result = await tried({ policy: { enabled: true } })
    expect(result).toMatchObject({ after: { made: 1, by_reason: { not_by_hand: 1 } } })
    expect(result.assumptions.at(-1)).toMatch(/^Of one end of a conversation it is not known/)
    await make.enable('per_resolution')
  })

  it('I11: where an app shows a card of its own today, that counts for the past too, and it is said', async () => {
    await anew('per_resolution')
    await ended({ channel: 'email' })
    const card = { name: 'Own card', kind: 'url', url: 'https://cards.example.com/csat', channels: ['email'] }
    const added = await app.api.post('/apps', card)
    expect(added.status).toBe(201)
    const result = await tried({})
    expect(result).toMatchObject({
      actual: { made: 1 },
      before: { made: 0, by_reason: { replaced_by_app: 1 } },
    })
    expect(result.assumptions).toContain('Apps that show a card of their own are taken as they are today.')
    await app.api.delete(`/apps/${added.body.id}`)
  })

  it('§ 3.3: no conversations, no differences', async () => {
    await anew('per_resolution')
    expect(await tried({ policy: { enabled: false } })).toMatchObject({
      conversations: 0,
      before: { made: 0, by_reason: {} },
      more: 0,
      fewer: 0,
      differing: { data: [], next_cursor: null },
    })
  })

  it('§ 3.3: a long list comes page by page, each resolution once, the latest first, of one moment', async () => {
    await anew('per_resolution')
    const ids: string[] = []
    for (let n = 0; n < 7; n += 1) ids.unshift((await ended()).id)
    const change = { policy: { enabled: false }, limit: 3 }
    const pages: string[][] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: any = await tried(cursor ? { ...change, cursor } : change)
      pages.push(page.differing.data.map((each: any) => each.conversation_id))
      expect(page.fewer).toBe(7)
      cursor = page.differing.next_cursor
      // What comes later is not in the list that was begun.
      if (pages.length === 1) await ended()
    }
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1])
    expect(pages.flat()).toEqual(ids)
  })
})

describe('§ 3.3: who may, and what is refused', () => {
  it('C1: an invalid policy is refused field by field, as on saving', async () => {
    const change = { policy: { trigger: { delay: 'soon' }, question: { scale: 'hearts' }, colour: 'red' } }
    const saved = await app.api.put('/settings/csat', change)
    const { status, body } = await app.api.post('/settings/csat/dry-run', change)
    expect(status).toBe(422)
    expect(body.fields).toEqual(saved.body.fields)
    expect(body.fields).toHaveLength(3)
  })

  it.each([{ days: 0 }, { days: 91 }, { days: 1.5 }, { limit: 101 }, { cursor: 'x' }, { preset: 'other' }])(
    '§ 3.3: %o is refused',
    async (input) => {
      expect((await app.api.post('/settings/csat/dry-run', input)).status).toBe(422)
    },
  )

  it('J11: only who may manage the policy may try a change', async () => {
    for (const [role, status] of [
      ['agent', 403],
      ['lead', 403],
      ['admin', 200],
      ['owner', 200],
    ] as const) {
      const api = app.as(await make.keyFor((await make.member(role)).id))
      expect([role, (await api.post('/settings/csat/dry-run', {})).status]).toEqual([role, status])
    }
  })

  it('J11: another workspace sees nothing of ours', async () => {
    await anew('per_resolution')
    await ended()
    const other = await createWorkspace(app.app.ctx, app.app.auth, {
      workspace: 'Other',
      ownerName: 'Otto',
      ownerEmail: 'otto@other.test',
      ownerPassword: 'another long password',
    })
    const stranger = app.as(other.ok ? other.value.apiKey : '')
    const change = { preset: 'per_resolution', policy: { enabled: true } }
    expect((await stranger.post('/settings/csat/dry-run', change)).body).toMatchObject({
      conversations: 0,
      more: 0,
    })
  })
})

describe('§ 3.3: while it works', () => {
  const LINES = { accept: 'application/x-ndjson' }

  /** How often a connection to the database was taken. */
  let taken = 0
  const turns = (): number => taken
  beforeAll(() => void app.app.pool.on('acquire', () => (taken += 1)))
  const atDatabase = (enough: number): Promise<void> =>
    new Promise((resolve) => {
      const count = (): void => {
        if (taken < enough) return
        app.app.pool.off('acquire', count)
        resolve()
      }
      app.app.pool.on('acquire', count)
    })
  let address: AddressInfo | undefined
  async function listening(): Promise<AddressInfo> {
    const server = await app.app.server()
    if (!address) await server.listen({ port: 0, host: '127.0.0.1' })
    return (address ??= server.server.address() as AddressInfo)
  }
  let isLong = false
  /** 24,000 contacts with a conversation each. */
  async function aLongPast(): Promise<void> {
    if (isLong) return
    isLong = true
    const at = new Date(app.clock.now() - HOUR)
    const workspace = app.workspace.workspaceId
    await app.app.pool.query(
      `insert into contacts (workspace_id, id, kind, created_at, updated_at)
        select $1, gen_random_uuid(), 'user', $2, $2 from generate_series(1, 24000)`,
      [workspace, at],
    )
    await app.app.pool.query(
      `insert into conversations (workspace_id, id, channel, contact_id, origin, status, created_at, updated_at)
        select $1, gen_random_uuid(), 'web_chat', id, 'inbound', 'open', $2, $2 from contacts
        where workspace_id = $1 and created_at = $2`,
      [workspace, at],
    )
    await app.app.pool.query('analyze contacts, conversations')
  }

  it('§ 3.3: as lines it tells how far it is, then the result', async () => {
    await anew('per_resolution')
    await ended()
    const server = await app.app.server()
    const { payload, headers } = await server.inject({
      method: 'POST',
      url: '/api/v1/settings/csat/dry-run',
      headers: { ...LINES, authorization: `Bearer ${app.workspace.apiKey}` },
      payload: { policy: { enabled: false } },
    })
    expect(headers['content-type']).toContain('application/x-ndjson')
    const lines = payload
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines[0]).toEqual({ progress: { done: 0, total: 1 } })
    expect(lines.at(-2)).toEqual({ progress: { done: 1, total: 1 } })
    expect(lines.at(-1).result).toMatchObject({ fewer: 1 })
  })

  it('C1: as lines, too, an invalid policy is a problem', async () => {
    const { status, body } = await app.api.post('/settings/csat/dry-run', { policy: { scope: 'all' } }, LINES)
    expect([status, body.fields[0].field]).toEqual([422, 'policy.scope'])
  })

  it('§ 3.3: whoever leaves ends it', async () => {
    const started = await dryRun(app.app.ctx, app.workspace.workspaceId, { days: 30, limit: 10 })
    if (!started.ok) throw new Error(started.failure.message)
    expect((await started.value.next()).done).toBe(false)
    await started.value.return(undefined as never)
    expect(await started.value.next()).toEqual({ done: true, value: undefined })
  })

  it.each([
    ['as lines', LINES],
    ['as one answer', {}],
  ])('§ 3.3: a client that goes away %s ends the reading of a long past', async (_how, accept) => {
    await aLongPast()
    const { port } = await listening()
    const started = turns()
    await new Promise<void>((resolve) => {
      const headers = {
        ...accept,
        authorization: `Bearer ${app.workspace.apiKey}`,
        'content-type': 'application/json',
      }
      const call = request({ port, path: '/api/v1/settings/csat/dry-run', method: 'POST', headers })
      call.on('error', () => {})
      call.on('response', (response) => response.on('error', () => {}))
      call.on('close', resolve)
      call.end('{}')
      // It reads, and nobody is there any more.
      void atDatabase(started + 12).then(() => call.destroy())
    })
    // Another reads it all from beginning to end meanwhile: time enough for the first to have done the same.
    const before = turns()
    const whole = await dryRun(app.app.ctx, app.workspace.workspaceId, { days: 30, limit: 10 })
    if (!whole.ok) throw new Error(whole.failure.message)
    let own = 0
    for (let step = await whole.value.next(); !step.done; step = await whole.value.next()) own += 1
    expect(own).toBeGreaterThan(20)
    // Five statements for each thousand contacts, and some before and after.
    expect(turns() - before).toBeLessThan(own * 5 + 40)
    // Others are served as ever.
    expect((await app.api.get('/settings/csat')).status).toBe(200)
  })
})
