import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY, HOUR } from '../../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>
let amir: string
let mine: Api

beforeEach(async () => {
  app = await makeTestApp()
  make = build(app)
  amir = (await make.member()).id
  mine = app.as(await make.keyFor(amir))
})
afterEach(() => app.close())

async function rated(score: number, comment?: string, agent = amir): Promise<string> {
  const { id } = await make.conversation({
    assignee_id: agent,
    contact: { external_id: `c${Math.random()}`, name: 'Cleo', kind: 'user' },
  })
  await make.say(id, 'teammate', 'Hello', {}, agent)
  const { survey } = await make.status(id, 'resolved', { survey: 'send' })
  const path = new URL(survey.url).pathname
  const answer = await app.as(null).post(path, { score, comment })
  expect(answer.status).toBe(200)
  app.clock.advance(60_000)
  return path
}

const read = async (query = '', api = mine) => {
  const { status, body } = await api.get(`/reports/achievements${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

describe('achievements', () => {
  it('I19: my positive ratings, the streak and what was said with them, newest first and page by page', async () => {
    await make.enable('after_delay', {
      trigger: { delay: 'PT0S', channels: { web_chat: { enabled: true } } },
    })
    await rated(5, 'Long ago')
    app.clock.advance(40 * DAY)
    await rated(2, 'Bad')
    await rated(5, 'Great')
    await rated(4)
    await rated(4, 'Fine')
    await rated(5, 'Not mine', (await make.member()).id)
    const body = await read()
    expect(body).toMatchObject({ positive: 3, answered: 4, withheld: 0, streak: 3, notice: null })
    expect(body.comments.data.map((each: any) => [each.comment, each.score, each.contact_name])).toEqual([
      ['Fine', 4, 'Cleo'],
      ['Great', 5, 'Cleo'],
    ])
    expect(body.comments.next_cursor).toBeNull()
    const first = await read('?days=all&limit=2')
    expect(first).toMatchObject({ from: null, positive: 4 })
    const next = await read(`?days=all&limit=2&cursor=${first.comments.next_cursor}`)
    expect(next.comments.data.map((each: any) => each.comment)).toEqual(['Long ago'])
    expect((await read('?days=90')).positive).toBe(4)
    await rated(1)
    expect(await read('?days=7')).toMatchObject({ positive: 3, streak: 0 })
    expect((await mine.get('/reports/achievements?cursor=x')).status).toBe(422)
  })

  it('I19, C12: a role that may read no single answer gets numbers over enough of them, and a sentence', async () => {
    await make.enable('by_hand')
    for (let count = 0; count < 4; count += 1) await rated(5, 'Secret')
    expect(await read()).toMatchObject({
      positive: null,
      answered: 4,
      withheld: 4,
      streak: null,
      comments: { data: [], next_cursor: null },
      notice:
        'Your role may not read single ratings here. Numbers are told once they are of at least 5 ratings.',
    })
    await rated(5, 'Secret')
    const body = await read()
    expect(body).toMatchObject({ positive: 5, withheld: 0, streak: null })
    expect(JSON.stringify(body)).not.toContain('Secret')
  })

  it('I19, C13: an embargo holds back the newest, and a changed one anew', async () => {
    await make.enable('on_close', {
      trigger: { statuses: ['resolved'] },
      eligibility: { min_characters: 0 },
      visibility: { embargo_hours: 48 },
      rating: { comment_locks: false },
    })
    const path = await rated(5, 'Older')
    app.clock.advance(47 * HOUR)
    await rated(5, 'Newer')
    expect((await read()).comments.data).toEqual([])
    app.clock.advance(HOUR)
    const body = await read()
    expect(body.comments.data).toMatchObject([{ comment: 'Older' }])
    expect(body).toMatchObject({ streak: 1, answered: 2 })
    expect(body.notice).toMatch(/^Ratings stay closed for 48 hours/)
    await app.as(null).post(path, { score: 4, comment: 'Changed' })
    expect(await read()).toMatchObject({ streak: 0, comments: { data: [] } })
    app.clock.advance(48 * HOUR)
    const words = (await read()).comments.data.map((each: any) => each.comment)
    expect(words).toEqual(['Newer', 'Changed'])
  })

  it('I19, O1: the hours are those of the channels', async () => {
    await make.enable('per_resolution', {
      trigger: { channels: { email: { visibility: { embargo_hours: 72 } } } },
      visibility: { individual_roles: ['agent'] },
    })
    expect((await read()).notice).toMatch(
      /^Ratings stay closed for up to 72 hours, depending on the channel,/,
    )
  })

  it('I19, C12: praise takes the permission to read single answers, and names the one to read the inbox', async () => {
    await make.enable('after_delay', {
      trigger: { delay: 'PT0S', channels: { web_chat: { enabled: true } } },
    })
    await rated(5, 'Great')
    const key = async (...scopes: string[]) =>
      app.as((await app.api.post('/api-keys', { name: 'x', scopes, member_id: amir })).body.key)
    expect(await read('', await key('csat.view'))).toMatchObject({
      positive: null,
      streak: null,
      comments: { data: [] },
      notice: expect.stringContaining('This key may not read single ratings.'),
    })
    expect(await read('', await key('csat.view', 'responses.read'))).toMatchObject({
      positive: 1,
      streak: 1,
      comments: { data: [{ comment: 'Great', contact_name: null }] },
    })
  })

  it('I19: a key without a member is told that achievements are a member’s own', async () => {
    const { status, body } = await app.api.get('/reports/achievements')
    expect([status, body.reason]).toEqual([403, 'no_member'])
    expect(body.detail).toContain('member’s own')
  })
})
