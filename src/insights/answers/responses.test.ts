import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { HOUR } from '../../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>
let amir: string
/** Of the survey that was rated last. */
let link: string

beforeEach(async () => {
  app = await makeTestApp()
  make = build(app)
  amir = (await make.member()).id
})
afterEach(() => app.close())

/** A conversation that is resolved, asked about and rated; returns its id. */
async function rated(score: number, comment: string | null = null, input: object = {}): Promise<string> {
  const { id } = await make.conversation({ assignee_id: amir, subject: 'A parcel', ...input })
  await make.say(id, 'teammate', 'Hello', {}, amir)
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  app.clock.advance(1000)
  link = new URL(survey.url).pathname
  const answer = await app.as(null).post(link, { score, comment })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return id
}

const list = async (query = '', api: Api = app.api) => {
  const { status, body } = await api.get(`/responses${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const scores = async (query = '', api: Api = app.api): Promise<number[]> =>
  (await list(query, api)).data.map((each: any) => each.score)
const asRole = async (role: string, input: object = {}) =>
  app.as(await make.keyFor((await make.member(role, input)).id))

describe('the list', () => {
  beforeEach(() => make.enable('per_resolution'))

  it('O15, C12: shows stars, contact, agent, comment and time of every answer, newest first', async () => {
    await rated(5)
    const id = await rated(2, 'Late\r\nagain', {
      contact: { external_id: 'ada', name: 'Ada' },
      tags: ['late'],
    })
    app.clock.advance(1000)
    await make.say(id, 'teammate', 'We are sorry.', {}, amir)
    const { data, next_cursor: next, closed } = await list()
    expect(data).toMatchObject([
      {
        score: 2,
        comment: 'Late\nagain',
        contact_name: 'Ada',
        agent_id: amir,
        agent_name: expect.stringMatching(/^Member/),
        channel: 'web_chat',
        tags: ['late'],
        scale: 'stars',
        conversation_subject: 'A parcel',
        conversation_id: id,
        revision: 1,
        low: true,
        has_reply: true,
        quarantined: false,
      },
      { score: 5, low: false, has_reply: false, comment: null },
    ])
    expect([next, closed]).toEqual([null, null])
  })

  it('O15: pages meet without a gap or a repeat, whatever the order', async () => {
    for (const score of [3, 1, 5, 3, 2, 1]) await rated(score)
    await app.app.ctx.db
      .updateTable('responses')
      .set({ submitted_at: new Date(app.clock.now()) })
      .where('score', '=', 1)
      .execute()
    for (const [sort, expected] of [
      ['oldest', [3, 5, 3, 2, 1, 1]],
      ['newest', [1, 1, 2, 3, 5, 3]],
      ['lowest', [1, 1, 2, 3, 3, 5]],
      ['highest', [5, 3, 3, 2, 1, 1]],
    ] as const) {
      const seen: any[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const body: any = await list(`?limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`)
        seen.push(...body.data)
        cursor = body.next_cursor
      }
      expect([sort, seen.map(({ score }) => score)]).toEqual([sort, expected])
      expect(new Set(seen.map(({ id }) => id)).size).toBe(6)
    }
  })

  it('O15: filters by score, comment, agent, team, channel, tag, contact, conversation and who handled it', async () => {
    const crew = (await app.api.post('/teams', { name: 'Crew' })).body.id
    const first = await rated(1, 'Bad', { team_id: crew, tags: ['late'] })
    await rated(2, null, { channel: 'api' })
    await rated(5, 'Fine')
    await app.app.ctx.db.updateTable('responses').set({ agent_id: null }).where('score', '=', 5).execute()
    expect(await scores('?score=1&score=2')).toEqual([2, 1])
    expect(await scores('?score=1,5')).toEqual([5, 1])
    expect(await scores('?has_comment=true')).toEqual([5, 1])
    expect(await scores('?has_comment=false')).toEqual([2])
    expect(await scores(`?team_id=${crew}`)).toEqual([1])
    expect(await scores('?team_id=none')).toEqual([5, 2])
    expect(await scores(`?agent_id=${amir}`)).toEqual([2, 1])
    expect(await scores('?agent_id=none')).toEqual([5])
    expect(await scores('?channel=api')).toEqual([2])
    expect(await scores('?tag=late')).toEqual([1])
    expect(await scores('?handled_by=bot')).toEqual([])
    expect(await scores(`?conversation_id=${first}`)).toEqual([1])
    const { contact_id: contact } = (await list(`?conversation_id=${first}`)).data[0]
    expect(await scores(`?contact_id=${contact}`)).toEqual([1])
    for (const wrong of ['score=6', 'score=1,', 'cursor=x', 'q=' + 'x'.repeat(201)]) {
      expect((await app.api.get(`/responses?${wrong}`)).status, wrong).toBe(422)
    }
  })

  it('J10: by days of the workspace or by instants', async () => {
    await app.api.patch('/workspace', { time_zone: 'America/Los_Angeles' })
    app.clock.set(Date.parse('2026-03-10T06:30:00Z'))
    await rated(1)
    app.clock.set(Date.parse('2026-03-10T07:30:00Z'))
    await rated(5)
    expect(await scores('?from=2026-03-10')).toEqual([5])
    expect(await scores('?to=2026-03-09')).toEqual([1])
    expect(await scores('?from=2026-03-10T06:00:00Z&to=2026-03-10T07:00:00Z')).toEqual([1])
  })

  it('J10: searches comments by words, the last one by its beginning, and in scripts without spaces', async () => {
    const input = { subject: null }
    await rated(1, "The parcel didn't arrive, 100% late", input)
    await rated(2, '物流很慢，客服不错', input)
    await rated(3, 'สินค้ามาช้ามาก', input)
    await rated(4, '配送が遅いです', input)
    await rated(5, 'Thanks :) really', input)
    for (const [q, found] of [
      ['parcel', [1]],
      ['PARCEL arr', [1]],
      ['arr parcel', []],
      ["didn't", [1]],
      ['100%', [1]],
      ['1%', []],
      ['很慢', [2]],
      ['มาช้า', [3]],
      ['遅い', [4]],
      [':)', [5]],
      ['thanks real', [5]],
      ["' | !x:* & (", []],
      ['\\', []],
      ['   ', [5, 4, 3, 2, 1]],
    ] as const) {
      expect([q, await scores(`?q=${encodeURIComponent(q)}`)]).toEqual([q, found])
    }
  })

  it('J10: a search for signs that nobody sees is a search for any comment', async () => {
    expect((await app.api.get('/responses?q=%C2%85')).status).toBe(200)
  })

  it('O10: an answer whose place a newer one took is left out', async () => {
    await make.enable('after_delay', {
      trigger: { delay: 'PT0S', channels: { web_chat: { enabled: true } } },
    })
    const id = await rated(2)
    app.clock.advance(HOUR)
    const again = await app.api.post(`/conversations/${id}/surveys`)
    await app.as(null).post(new URL(again.body.url).pathname, { score: 5 })
    expect(await scores()).toEqual([5])
  })
})

describe('who may see', () => {
  it('C12: a role that the policy shows no single answer is told so, and every other key nothing', async () => {
    await make.enable('by_hand')
    await rated(1)
    for (const role of ['lead', 'agent']) {
      const { status, body } = await (await asRole(role)).get('/responses')
      expect([status, body.detail]).toEqual([403, 'Your role sees totals, not single answers.'])
    }
    const { body } = await app.api.post('/api-keys', { name: 'narrow', scopes: ['csat.view'] })
    expect((await app.as(body.key).get('/responses')).status).toBe(403)
  })

  it('C13: closed answers are counted and their time told, and nothing else', async () => {
    await make.enable('by_hand')
    const id = await rated(1, 'Secret')
    const first = app.clock.now()
    app.clock.advance(HOUR)
    await rated(5)
    const owner = await asRole('owner')
    expect(await list('', owner)).toEqual({
      data: [],
      next_cursor: null,
      total: 0,
      total_is_more: false,
      closed: {
        count: 2,
        until: new Date(first + 48 * HOUR).toISOString(),
        sentence: expect.stringMatching(/^2 answers are still closed\. The next one opens on /),
      },
    })
    expect((await list(`?conversation_id=${id}`, owner)).closed.count).toBe(1)
    for (const content of ['score=1', 'q=Secret', 'has_comment=true', 'view=negative_remarks']) {
      expect(await list(`?${content}`, owner)).toMatchObject({ data: [], closed: null })
    }
    app.clock.set(first + 48 * HOUR)
    expect(await list('?score=1', owner)).toMatchObject({ data: [{ score: 1, comment: 'Secret' }] })
    expect((await list('', owner)).closed.count).toBe(1)
  })

  it('C13: a lead sees low scores of the own team at once where the policy says so', async () => {
    await make.enable('by_hand', { visibility: { lead_sees_low_at_once: true } })
    const [own, other] = [
      (await app.api.post('/teams', { name: 'Own' })).body.id,
      (await app.api.post('/teams', { name: 'Other' })).body.id,
    ]
    await rated(1, null, { team_id: own })
    await rated(5, null, { team_id: own })
    await rated(2, null, { team_id: other })
    const lead = await asRole('lead', { team_ids: [own] })
    expect(await list('', lead)).toMatchObject({ data: [{ score: 1 }], closed: null })
  })

  it('C13: one answer is not there while it is closed, nor are its earlier versions told apart', async () => {
    await make.enable('by_hand', { rating: { edit: { mode: 'latest_wins' } } })
    const id = await rated(5, 'First')
    app.clock.advance(47 * HOUR)
    const survey = (await app.api.get(`/surveys?conversation_id=${id}`)).body.data[0]
    await app.as(null).get(`${link}?score=1`)
    await app.as(null).post(link, { score: 1, comment: 'Second' })
    app.clock.advance(2 * HOUR)
    const row = await app.app.ctx.db.selectFrom('responses').select('id').executeTakeFirstOrThrow()
    expect((await app.api.get(`/responses/${row.id}`)).status).toBe(404)
    app.clock.advance(46 * HOUR)
    const { body } = await app.api.get(`/responses/${row.id}`)
    expect(body).toMatchObject({
      score: 1,
      revision: 2,
      revisions: [
        { score: 5, comment: 'First' },
        { score: 1, comment: 'Second' },
      ],
      evidence: [
        { kind: 'submit', score: 5 },
        { kind: 'click', score: 1, user_agent: expect.any(String) },
        { kind: 'submit', score: 1 },
      ],
      survey: { id: survey.id, message: 'How was your support experience?' },
      quarantine: null,
      can: { review: true },
    })
    await app.as(null).get(`${link}?score=3`)
    const again = await app.api.get(`/responses/${row.id}`)
    expect(again.body.evidence.at(-1)).toMatchObject({ kind: 'click', score: null })
  })
})
