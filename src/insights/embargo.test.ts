import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, HOUR, makeClock } from '../../test/kit/clock.ts'

/** Two workspaces that differ in nothing but what one customer said. */
const SAID = [
  { score: 1, comment: 'A dreadful afternoon' },
  { score: 5, comment: 'What a lovely morning, thank you' },
] as const

const ROLES = ['owner', 'admin', 'lead', 'agent', 'key'] as const
type Role = (typeof ROLES)[number]

type World = {
  app: TestApp
  apis: Record<Role, Api>
  paths: string[]
  news: string
  close(): Promise<void>
}

async function makeWorld(said: (typeof SAID)[number], policy: object): Promise<World> {
  const app = await makeTestApp({}, makeClock())
  const make = build(app)
  await make.enable('by_hand', policy)
  const team = (await app.api.post('/teams', { name: 'Crew' })).body.id
  const apis = { key: app.api } as Record<Role, Api>
  let agent = ''
  for (const role of ['owner', 'admin', 'lead', 'agent'] as const) {
    const member = await make.member(role, {
      name: `The ${role}`,
      email: `${role}@acme.test`,
      team_ids: [team],
    })
    apis[role] = app.as(await make.keyFor(member.id))
    if (role === 'agent') agent = member.id
  }
  const ask = async (name: string): Promise<{ id: string; contact: string; path: string }> => {
    const contact = { external_id: name, name, email: `${name}@example.com`, kind: 'user' }
    const { id, contact: made } = await make.conversation({
      contact,
      assignee_id: agent,
      team_id: team,
      tags: ['late'],
    })
    await make.say(id, 'teammate', 'Hello', {}, agent)
    const { survey } = await make.status(id, 'resolved', { survey: 'send', actor_id: agent })
    return { id, contact: made.id, path: new URL(survey.url).pathname }
  }
  for (let number = 1; number <= 3; number += 1) {
    const { path } = await ask(`old${number}`)
    await app.as(null).post(path, { score: 4, comment: 'Fine' })
    app.clock.advance(1000)
  }
  await app.pass(4 * DAY)
  const { id, contact, path } = await ask('ada')
  const stream = await follow(app)
  // As it happens: clicks, the answer, the thank-you, and a second thought that is refused.
  await app.as(null).get(`${path}?score=${said.score}`)
  expect((await app.as(null).post(path, said)).status).toBe(200)
  await app.as(null).get(path)
  expect((await app.as(null).post(path, { score: 3, comment: 'Hm' })).status).toBe(409)
  await app.settle()
  const news = await stream.stop()
  const [survey] = (await app.api.get(`/surveys?conversation_id=${id}`)).body.data
  const row = await app.app.ctx.db
    .selectFrom('responses')
    .select('id')
    .where('conversation_id', '=', id)
    .executeTakeFirstOrThrow()
  const from = iso(app, -3 * DAY).slice(0, 10)
  const reports = ['agent', 'team', 'channel', 'tag', 'handled_by', 'day', 'week'].map(
    (by) => `/reports/csat?group_by=${by}&from=${from}`,
  )
  const filters = [
    '',
    '?score=1',
    '?q=dreadful',
    '?has_comment=true',
    '?view=negative_remarks',
    `?conversation_id=${id}`,
  ]
  return {
    app,
    apis,
    news,
    paths: [
      ...filters.flatMap((query) => [`/responses${query}`, `/exports/conversations.csv${query}`]),
      '/responses?sort=lowest',
      '/responses?sort=highest&limit=3',
      '/responses?quarantined=true',
      `/responses/${row.id}`,
      '/surveys',
      '/surveys?state=answered',
      `/surveys/${survey.id}`,
      '/conversations',
      '/conversations?q=dreadful',
      `/conversations/${id}`,
      `/conversations/${id}/csat`,
      `/conversations/${id}/timeline`,
      `/conversations/${id}/decisions`,
      '/contacts',
      `/contacts/${contact}`,
      '/reports/csat',
      '/reports/csat?group_by=agent&trend=day',
      `/reports/csat?from=${iso(app, -HOUR)}`,
      ...reports,
      '/audit',
      '/settings/csat',
    ],
    close: () => app.close(),
  }
}

function iso(app: TestApp, shift: number): string {
  return new Date(app.clock.now() + shift).toISOString()
}

/** Listens to the stream of news over a real connection. */
async function follow(app: TestApp): Promise<{ stop(): Promise<string> }> {
  const server = await app.app.server()
  const address = await server.listen({ port: 0, host: '127.0.0.1' })
  const aborted = new AbortController()
  const { body } = await fetch(`${address}/api/v1/stream`, {
    headers: { authorization: `Bearer ${app.workspace.apiKey}` },
    signal: aborted.signal,
  })
  let text = ''
  const reading = (async () => {
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) text += chunk
  })().catch(() => {})
  const untilQuiet = async (): Promise<void> => {
    for (let quiet = 0, length = -1; quiet < 3; quiet = length === text.length ? quiet + 1 : 0) {
      length = text.length
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  // What went before may still be on its way.
  await untilQuiet()
  text = ''
  return {
    async stop() {
      await untilQuiet()
      aborted.abort()
      await reading
      return text
    },
  }
}

/** A text in which every id and link token has a name of its own, by order of appearance. */
function withoutNames(): (text: string) => string {
  const names = new Map<string, string>()
  return (text) =>
    text.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=\/s\/)[\w-]+/g, (name) => {
      if (!names.has(name)) names.set(name, `name${names.size + 1}`)
      return names.get(name)!
    })
}

type Seen = { role: Role; path: string; status: number; text: string }

async function lookAround({ apis, paths }: World): Promise<Seen[]> {
  const plain = withoutNames()
  const seen: Seen[] = []
  for (const role of ROLES) {
    for (const path of paths) {
      const { status, body } = await apis[role].get(path)
      const cursor = /"next_cursor":"[^"]*"/g
      const text =
        typeof body === 'string' ? body : JSON.stringify(body).replaceAll(cursor, '"next_cursor":"…"')
      seen.push({ role, path: plain(path), status, text: plain(text) })
    }
  }
  return seen
}

/** Role and path of every answer that is not the same in both worlds. */
function differences(one: Seen[], other: Seen[]): string[] {
  expect(one.length).toBe(other.length)
  return one.flatMap((each, index) =>
    JSON.stringify(each) === JSON.stringify(other[index]) ? [] : `${each.role} ${each.path}`,
  )
}

describe.each([
  { title: 'the preset by_hand', policy: {}, readers: ['owner', 'admin', 'key'] },
  {
    title: 'an embargo for everyone, and scores in the timeline',
    policy: { visibility: { individual_roles: ROLES.slice(0, 4), score_in_timeline: true } },
    readers: [...ROLES],
  },
  {
    title: 'an embargo of one channel only',
    policy: {
      visibility: { embargo_hours: 0, individual_roles: ['owner'] },
      trigger: { channels: { web_chat: { visibility: { embargo_hours: 48, score_in_timeline: true } } } },
    },
    readers: ['owner', 'key'],
  },
])('with $title', ({ policy, readers }) => {
  let worlds: World[] = []
  let before: Seen[][] = []
  beforeAll(async () => {
    worlds = await Promise.all(SAID.map((said) => makeWorld(said, policy)))
    before = await Promise.all(worlds.map(lookAround))
  }, 60_000)
  afterAll(() => Promise.all(worlds.map((world) => world.close())))

  it('C13: while it is closed, nothing that anybody can read tells what was said', () => {
    expect(differences(before[0]!, before[1]!)).toEqual([])
    expect(before[0]!.filter(({ status }) => status === 200).length).toBeGreaterThan(100)
    for (const { text } of before.flat()) expect(text).not.toMatch(/dreadful afternoon|lovely morning/)
  })

  it('C13: nor does the stream of news', () => {
    const [one, other] = worlds.map(({ news }) => withoutNames()(news))
    expect(one).toMatch(/event: news/)
    expect(one).toBe(other)
  })

  it('C12, C13: after 48 hours it is told to those who may read single answers, and to nobody else', async () => {
    for (const { app } of worlds) await app.pass(48 * HOUR)
    const after = await Promise.all(worlds.map(lookAround))
    const found = differences(after[0]!, after[1]!)
    const byRole = Map.groupBy(
      found.map((each) => each.split('?')[0]!),
      (each) => each.split(' ')[0]!,
    )
    for (const role of ROLES) {
      const paths = new Set(byRole.get(role))
      if (readers.includes(role)) {
        for (const path of ['/responses', '/exports/conversations.csv']) {
          expect([...paths]).toContain(`${role} ${path}`)
        }
        expect([...paths].filter((path) => /\/csat$|\/contacts\/|\/surveys\//.test(path)).length).toBe(3)
      } else {
        expect([...paths]).toEqual([])
      }
    }
  }, 60_000)
})
