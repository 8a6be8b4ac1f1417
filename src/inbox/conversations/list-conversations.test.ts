import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'

const MINUTE = 60_000

let app: TestApp
let make: ReturnType<typeof build>
beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())

const started = async (subject: string): Promise<string> => {
  await app.pass(MINUTE)
  return (await make.conversation({ subject })).id
}
const listed = async (query = ''): Promise<string[]> =>
  (await app.api.get(`/conversations${query}`)).body.data.map((each: any) => each.subject)

describe('the list of conversations', () => {
  let first: string
  let second: string
  beforeAll(async () => {
    first = await started('first')
    second = await started('second')
    await started('third')
  })

  it('J11: goes by the time that it shows: a message lifts, a status, a tag or an assignee does not', async () => {
    expect(await listed()).toEqual(['third', 'second', 'first'])
    await app.pass(MINUTE)
    await make.say(first, 'contact', 'Hello?')
    expect(await listed()).toEqual(['first', 'third', 'second'])
    await app.pass(MINUTE)
    await make.status(second, 'resolved', { survey: 'skip' })
    await app.pass(MINUTE)
    await app.api.patch(`/conversations/${second}`, { tags: ['late'] })
    expect(await listed()).toEqual(['first', 'third', 'second'])
    // What was said before it was told of is as old as it was.
    await make.say(second, 'contact', 'Long ago', { sent_at: '2020-01-01T00:00:00.000Z' })
    expect(await listed()).toEqual(['first', 'third', 'second'])
  })

  it('J11: each page goes on where the one before ended, also among those of one moment', async () => {
    for (const subject of ['a', 'b', 'c']) await make.conversation({ subject, channel: 'api' })
    const whole = await listed('?channel=api')
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await app.api.get(`/conversations?limit=1${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.data.map((each: any) => each.subject))
      cursor = body.next_cursor
    }
    expect(seen).toEqual([...whole, 'first', 'third', 'second'])
    expect(new Set(whole).size).toBe(3)
  })

  it('J11: what is snoozed is not open until its time has come', async () => {
    const until = new Date(app.clock.now() + 60 * MINUTE).toISOString()
    await make.status(first, 'snoozed', { snoozed_until: until })
    expect(await listed('?status=open')).not.toContain('first')
    expect(await listed('?status=snoozed')).toEqual(['first'])
    expect(await listed('?status=active')).toContain('first')
    await app.pass(60 * MINUTE)
    // It comes back on top, as what has come in does.
    expect((await listed('?status=open'))[0]).toBe('first')
    expect(await listed('?status=snoozed')).toEqual([])
  })

  it('J11: what is opened again is on top, until somebody is spoken with elsewhere', async () => {
    await app.pass(MINUTE)
    await make.status(second, 'open')
    const { data } = (await app.api.get('/conversations')).body
    expect(data[0]).toMatchObject({ subject: 'second', returned_at: new Date(app.clock.now()).toISOString() })
    await app.pass(MINUTE)
    await make.say(first, 'contact', 'And me?')
    expect((await listed()).slice(0, 2)).toEqual(['first', 'second'])
  })

  it.each(['', "and status = 'open'"])('an index gives the order (%s)', async (only) => {
    const client = await app.app.pool.connect()
    try {
      await client.query('begin')
      for (const way of ['seqscan', 'bitmapscan']) await client.query(`set local enable_${way} = off`)
      const { rows } = await client.query(
        `explain select * from conversations where workspace_id = (select id from workspaces limit 1) ${only}
         order by greatest(coalesce(last_message_at, created_at), returned_at) desc, id desc limit 40`,
      )
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).toContain('Index Scan')
      expect(plan).not.toContain('Sort')
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})
