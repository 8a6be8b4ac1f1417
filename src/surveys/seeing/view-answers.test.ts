import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { HOUR } from '../../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>
const as = {} as Record<'owner' | 'admin' | 'lead' | 'agent', Api>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  for (const role of ['admin', 'lead', 'agent', 'owner'] as const) {
    as[role] = app.as(await make.keyFor((await make.member(role)).id))
  }
})
afterAll(() => app.close())

type Asked = { id: string; contact: { id: string }; survey: { id: string; url: string } }

async function ask(channel = 'web_chat'): Promise<Asked> {
  const { id, contact } = await make.conversation({ channel })
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  return { id, contact, survey }
}

async function rate({ survey }: Asked, score: number, comment: string): Promise<void> {
  const { status } = await app.as(null).post(new URL(survey.url).pathname, { score, comment })
  expect(status).toBe(200)
}

/** The scores that an asker is shown, place by place. */
async function shown(api: Api, { id, contact, survey }: Asked) {
  const timeline = (await api.get(`/conversations/${id}/timeline`)).body.data
  const list = (await api.get(`/surveys?conversation_id=${id}`)).body.data
  return {
    csat: (await api.get(`/conversations/${id}/csat`)).body?.score ?? null,
    survey: (await api.get(`/surveys/${survey.id}`)).body.response?.score ?? null,
    list: list.map((each: any) => each.response?.score ?? null),
    contact: (await api.get(`/contacts/${contact.id}`)).body.responses.map((each: any) => each.score),
    timeline: timeline
      .filter(({ kind }: any) => kind === 'csat_submitted')
      .map(({ data }: any) => data.score),
  }
}

const everywhere = (score: number) => ({
  csat: score,
  survey: score,
  list: [score],
  contact: [score],
  timeline: [score],
})
const nowhere = { csat: null, survey: null, list: [null], contact: [], timeline: [] }

describe('who sees a single answer', () => {
  it('C12: only the roles that the policy names, in every place', async () => {
    await make.enable('by_hand', { visibility: { embargo_hours: 0, score_in_timeline: true } })
    const asked = await ask()
    await rate(asked, 4, 'fine')
    expect(await shown(as.owner, asked)).toEqual(everywhere(4))
    expect(await shown(as.admin, asked)).toEqual(everywhere(4))
    expect(await shown(as.lead, asked)).toEqual(nowhere)
    expect(await shown(as.agent, asked)).toEqual(nowhere)
  })

  it('O1, C12, C13, I15: a channel’s own visibility holds for its answers, and only for them', async () => {
    const visibility = { embargo_hours: 48, individual_roles: ['owner'], score_in_timeline: false }
    await make.enable('per_resolution', {
      trigger: { channels: { web_chat: { enabled: true, visibility } } },
    })
    const [chat, other] = [await ask('web_chat'), await ask('api')]
    await rate(chat, 2, 'not good')
    await rate(other, 3, 'so so')
    expect(await shown(as.lead, other)).toEqual(everywhere(3))
    for (const role of ['owner', 'admin', 'lead'] as const) {
      expect([role, await shown(as[role], chat)]).toEqual([role, nowhere])
    }
    await app.pass(48 * HOUR)
    expect(await shown(as.lead, chat)).toEqual(nowhere)
    expect(await shown(as.owner, chat)).toEqual({ ...everywhere(2), timeline: [] })
  })

  it('C13: what was changed two hours ago is hidden, though first given two days ago', async () => {
    const trigger = { channels: { web_chat: { enabled: true, visibility: null } } }
    await make.enable('after_delay', {
      trigger: { ...trigger, delay: 'PT0S' },
      visibility: { embargo_hours: 48 },
    })
    const asked = await ask()
    await rate(asked, 4, 'first words')
    expect(await shown(as.owner, asked)).toEqual(nowhere)
    await app.pass(47 * HOUR)
    await rate(asked, 1, 'second thoughts')
    await app.pass(2 * HOUR)
    expect(await shown(as.owner, asked)).toEqual({ ...nowhere, timeline: [4] })
    await app.pass(46 * HOUR)
    expect(await shown(as.owner, asked)).toEqual({ ...everywhere(1), timeline: [4, 1] })
  })

  it('C13: the pages of a timeline do not tell of what is left out of them', async () => {
    await make.enable('by_hand', { visibility: { score_in_timeline: true }, follow_up: { open_case: true } })
    const pages = async (score: number): Promise<string[][]> => {
      const asked = await ask()
      await rate(asked, score, 'Words')
      await app.settle()
      const found: string[][] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const path = `/conversations/${asked.id}/timeline?limit=1${cursor ? `&cursor=${cursor}` : ''}`
        const { body } = await as.agent.get(path)
        found.push(body.data.map(({ kind }: any) => kind))
        cursor = body.next_cursor
      }
      return found
    }
    const [happy, unhappy] = [await pages(5), await pages(1)]
    expect(unhappy).toEqual(happy)
    expect(happy.every((page) => page.length === 1)).toBe(true)
  })

  it('C12: a survey’s address is for those who may send', async () => {
    await make.enable('per_resolution')
    const { survey } = await ask()
    const { body } = await app.api.post('/api-keys', { name: 'reader', scopes: ['inbox.read'] })
    const [reader, sender] = [app.as(body.key), as.agent]
    expect((await reader.get(`/surveys/${survey.id}`)).body).toMatchObject({ id: survey.id, url: null })
    expect((await reader.get('/surveys')).body.data[0].url).toBeNull()
    expect((await sender.get(`/surveys/${survey.id}`)).body.url).toBe(survey.url)
  })
})

describe('looking', () => {
  it('C4: a conversation can be read while it is being written', async () => {
    const { id, contact } = await make.conversation()
    const client = await app.app.pool.connect()
    try {
      await client.query('begin')
      await client.query('select 1 from contacts where id = $1 for update', [contact.id])
      await client.query('select 1 from conversations where id = $1 for update', [id])
      const read = app.api.get(`/conversations/${id}`)
      const late = new Promise((resolve) => setTimeout(resolve, 40_000, { status: 'waits for the lock' }))
      expect(await Promise.race([read, late])).toMatchObject({ status: 200 })
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})
