import { expect } from 'vitest'
import type { Api } from './api.ts'
import { makeTestApp, type TestApp } from './app.ts'
import { build } from './build.ts'
import { DAY, HOUR, makeClock } from './clock.ts'
import { startMailServer } from './mail.ts'

/** Two workspaces that differ in nothing but what one customer said. */
export const SAID = [
  { score: 1, comment: 'A dreadful afternoon' },
  { score: 5, comment: 'What a lovely morning, thank you' },
] as const

export const ROLES = ['owner', 'admin', 'lead', 'agent', 'key'] as const
export type Role = (typeof ROLES)[number]

export type World = {
  app: TestApp
  apis: Record<Role, Api>
  paths: string[]
  news: string
  /** What went out by mail so far. */
  mails(): Promise<string[]>
  close(): Promise<void>
}

export async function makeWorld(said: (typeof SAID)[number], policy: object): Promise<World> {
  const mail = await startMailServer()
  const app = await makeTestApp({ smtpUrl: mail.url }, makeClock())
  const make = build(app)
  await make.enable('by_hand', policy)
  const team = (await app.api.post('/teams', { name: 'Crew' })).body.id
  // Nobody listens there: what would have been sent is in the list of deliveries.
  const hook = (await app.api.post('/webhooks', { url: 'http://127.0.0.1:9/news' })).body
  for (const metric of ['csat', 'average', 'response_rate']) {
    await app.api.post('/targets', {
      team_id: team,
      metric,
      goal: metric === 'average' ? 4 : 0.8,
      period: 'month',
    })
  }
  await app.api.post('/report-subscriptions', {
    name: 'Weekly',
    every: 'week',
    recipients: ['outside@example.com', 'owner@acme.test', 'agent@acme.test'],
    with_csv: true,
  })
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
      ...(await everyAddress(app, {
        contact,
        conversation: id,
        survey: survey.id,
        response: row.id,
        webhook: hook.id,
      })),
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
      '/exports/conversations.csv?by=answered',
      '/exports/conversations.csv?by=answered&score=1',
      '/exports/conversations.csv?status=open',
      '/responses?sort=lowest&limit=1',
      '/responses?case_state=open',
      '/conversations?status=open',
      '/cases?sort=newest',
      '/cases?q=dreadful',
      '/reports/leaderboard?by=team',
      '/reports/honest?by=team',
      `/reports/csat?group_by=tag&agent_id=${agent}`,
      `/reports/csat?group_by=agent&team_id=${team}&trend=week`,
      `/reports/follow-up?from=${from}`,
    ],
    async mails() {
      const plain = withoutNames()
      const sent = mail.received.map(({ to, mail: { subject, text, attachments } }) =>
        [to.join(), subject, text, ...attachments.map(({ content }) => contentOf(content))].join('\n'),
      )
      return sent.toSorted().map(plain)
    },
    async close() {
      await app.close()
      await mail.close()
    },
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
export function withoutNames(): (text: string) => string {
  const names = new Map<string, string>()
  return (text) =>
    text.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=\/s\/|[?&]token=)[\w-]+/g, (name) => {
      if (!names.has(name)) names.set(name, `name${names.size + 1}`)
      return names.get(name)!
    })
}

type Seen = { role: Role; path: string; status: number; text: string; headers: string }

export async function lookAround({ apis, paths }: World): Promise<Seen[]> {
  const plain = withoutNames()
  const seen: Seen[] = []
  for (const role of ROLES) {
    for (const path of paths) {
      const { status, body, headers } = await apis[role].get(path)
      const cursor = /"next_cursor":"[^"]*"/g
      const text =
        typeof body === 'string' ? body : JSON.stringify(body).replaceAll(cursor, '"next_cursor":"…"')
      seen.push({
        role,
        path: plain(path),
        status,
        text: plain(text),
        headers: plain(JSON.stringify({ ...headers, date: '' })),
      })
    }
  }
  return seen
}

/** Role and path of every answer that is not the same in both worlds. */
export function differences(one: Seen[], other: Seen[]): string[] {
  expect(one.length).toBe(other.length)
  return one.flatMap((each, index) =>
    JSON.stringify(each) === JSON.stringify(other[index]) ? [] : `${each.role} ${each.path}`,
  )
}

/** Of these each workspace has other ones. */
const OWN_SECRETS = ['/api/v1/api-keys', '/api/v1/webchat']

/** Every address that the API answers, with what it may be asked for in this world. */
async function everyAddress(app: TestApp, known: Record<string, string>): Promise<string[]> {
  const { paths } = (await app.api.get('/openapi.json')).body
  return Object.entries(paths as Record<string, object>)
    .filter(([path, methods]) => 'get' in methods && !path.endsWith('/stream') && !OWN_SECRETS.includes(path))
    .map(([path]) => path.replace('/api/v1', ''))
    .flatMap((path) => {
      const kind = /^\/(\w+)s\/\{id\}/.exec(path)?.[1]
      const address = kind && known[kind] ? path.replace('{id}', known[kind]) : path
      return address.includes('{') ? [] : [address]
    })
}

function contentOf(content: ArrayBuffer | Uint8Array | string): string {
  return typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString('latin1')
}
