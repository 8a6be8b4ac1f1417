import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { MINUTE } from '../../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())

async function asked(preset = 'by_hand', policy: object = {}) {
  await make.enable(preset, policy)
  const conversation = await make.conversation()
  await make.say(conversation.id, 'contact', 'Hello')
  const { survey } = await make.status(conversation.id, 'resolved', { survey: 'send' })
  return { conversation, survey, path: new URL(survey.url).pathname }
}

async function submit(path: string, fields: Record<string, string>) {
  const server = await app.app.server()
  const answer = await server.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })
  return { status: answer.statusCode, body: answer.body }
}

const csat = async (id: string) => (await app.api.get(`/conversations/${id}/csat`)).body
const wait = () => app.clock.advance(49 * 60 * MINUTE)

describe('GET /s/{token}', () => {
  it('C7: shows the brand, the question and five choices, without sign-in', async () => {
    const { path } = await asked()
    const { status, body } = await app.as(null).get(path)
    expect(status).toBe(200)
    expect(body).toContain('Acme')
    expect(body).toContain('How was your support experience?')
    expect(body.match(/type="radio"/g)).toHaveLength(5)
  })

  it('C9: no index, no referrer, not cached, nothing inline', async () => {
    const { path } = await asked()
    const { headers, body } = await app.as(null).get(path)
    expect(headers['x-robots-tag']).toBe('noindex, nofollow')
    expect(body).toMatch(/<meta\s+name="robots"\s+content="noindex, ?nofollow"/)
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['cache-control']).toBe('no-store')
    expect(String(headers['content-security-policy'])).not.toContain('unsafe-inline')
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/)
  })

  it('C7: page, stylesheets and script weigh at most 14 KB in all, from our own host only', async () => {
    const { path } = await asked()
    const { body } = await app.as(null).get(path)
    const links = [...body.matchAll(/(?:href|src)="([^"]+\.(?:css|js)[^"]*)"/g)].map((match) => match[1]!)
    expect(links.length).toBeGreaterThanOrEqual(3)
    let bytes = gzipSync(body).length
    const server = await app.app.server()
    for (const link of links) {
      expect(link).toMatch(/^\/s\/assets\//)
      const asset = await server.inject({ method: 'GET', url: link.replaceAll('&amp;', '&') })
      expect(asset.statusCode).toBe(200)
      bytes += gzipSync(asset.rawPayload).length
    }
    expect(bytes).toBeLessThan(14 * 1024)
  })

  it('I8, A4: a click in a mail preselects and records nothing, whoever GETs or HEADs every link', async () => {
    const { path, conversation, survey } = await asked()
    const server = await app.app.server()
    for (const method of ['HEAD', 'GET', 'GET'] as const) {
      for (const score of [1, 2, 3, 4, 5]) {
        const { statusCode } = await server.inject({ method, url: `${path}?score=${score}` })
        expect(statusCode).toBe(200)
      }
    }
    expect((await app.as(null).get(`${path}?score=4`)).body).toMatch(/value="4"[^>]*checked/)
    wait()
    expect(await csat(conversation.id)).toBeNull()
    expect((await app.api.get(`/surveys/${survey.id}`)).body.state).toBe('sent')
    const evidence = await app.app.ctx.db
      .selectFrom('evidence')
      .select('kind')
      .where('survey_id', '=', survey.id)
      .execute()
    expect(evidence.filter(({ kind }) => kind === 'click')).toHaveLength(11)
  })

  it('J7: a forged or cut token leads nowhere', async () => {
    const { path } = await asked()
    const last = path.at(-2) === 'A' ? 'B' : 'A'
    for (const forged of [
      `${path.slice(0, -2)}${last}${path.at(-1)}`,
      path.slice(0, -1),
      '/s/x',
      `/s/${'A'.repeat(64)}`,
    ]) {
      expect((await app.as(null).get(forged)).status).toBe(404)
      expect(await app.as(null).post(forged, { score: 5 })).toMatchObject({
        status: 404,
        body: { reason: 'unknown_link' },
      })
    }
  })

  it('J7: no usable link is in the database', async () => {
    const { path } = await asked()
    const token = path.split('/').at(-1)!
    const { rows } = await app.app.pool.query<{ found: boolean }>(
      `select exists (select from surveys where surveys::text like $1)
         or exists (select from timeline_entries where timeline_entries::text like $1)
         or exists (select from events where events::text like $1) as found`,
      [`%${token.slice(-20)}%`],
    )
    expect(rows[0]!.found).toBe(false)
  })
})

describe('POST /s/{token}', () => {
  it('J9: one step: score and comment, then the thank-you', async () => {
    const { path, conversation } = await asked()
    const answer = await submit(path, { score: '5', comment: 'Lovely', step: 'rate' })
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('Lovely')
    wait()
    expect(await csat(conversation.id)).toMatchObject({ score: 5, comment: 'Lovely' })
  })

  it('C8: opening the link later shows the thank-you, never the form; another answer is refused', async () => {
    const { path } = await asked()
    await submit(path, { score: '4' })
    expect((await app.as(null).get(path)).body).not.toContain('type="radio"')
    expect((await app.as(null).get(`${path}?change=1`)).body).not.toContain('type="radio"')
    const json = await app.as(null).post(path, { score: 1 })
    expect(json).toMatchObject({ status: 409, body: { reason: 'already_answered' } })
    expect((await submit(path, { score: '1' })).status).toBe(409)
  })

  it('O5, A4: a low score is safe before the words are asked for; skipping is possible, words may follow', async () => {
    const { path, conversation } = await asked()
    const first = await submit(path, { score: '1', step: 'rate' })
    expect(first.status).toBe(200)
    expect(first.body).toContain('name="comment"')
    expect((await app.as(null).get(path)).status).toBe(200)
    const second = await submit(path, { score: '1', comment: 'Nobody answered', step: 'comment' })
    expect(second.status).toBe(200)
    wait()
    expect(await csat(conversation.id)).toMatchObject({ score: 1, comment: 'Nobody answered' })
  })

  it('O10: the latest answer wins where the policy says so, and every version is kept', async () => {
    const { path, conversation } = await asked('after_delay', {
      trigger: { channels: { web_chat: { enabled: true } }, delay: 'PT0S' },
    })
    expect((await app.as(null).post(path, { score: 2 })).body).toMatchObject({
      score: 2,
      can: { edit: true },
    })
    expect((await app.as(null).post(path, { score: 5 })).status).toBe(200)
    expect(await csat(conversation.id)).toMatchObject({ score: 5 })
    const { rows } = await app.app.pool.query(
      'select r.score from response_revisions r join responses on responses.id = r.response_id where conversation_id = $1 order by r.revision',
      [conversation.id],
    )
    expect(rows.map((row: { score: number }) => row.score)).toEqual([2, 5])
  })

  it('J9: the same answer twice, also at once, is one rating', async () => {
    const { path, conversation } = await asked()
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => app.as(null).post(path, { score: 4, comment: 'ok' })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200))
    const { rows } = await app.app.pool.query('select revision from responses where conversation_id = $1', [
      conversation.id,
    ])
    expect(rows).toEqual([{ revision: 1 }])
  })

  it('C8: of different answers at once exactly one is taken', async () => {
    const { path } = await asked()
    const answers = await Promise.all([1, 2, 3, 4, 5].map((score) => app.as(null).post(path, { score })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(4)
  })

  it.each([
    [{}, 'score'],
    [{ score: 0 }, 'score'],
    [{ score: 6 }, 'score'],
    [{ score: 2.5 }, 'score'],
    [{ score: '5' }, 'score'],
    [{ score: 5, comment: 'x'.repeat(5001) }, 'comment'],
    [{ score: 5, reasons: 'no list' }, 'reasons'],
  ])('J9: a malformed answer %# is refused with its field', async (body, field) => {
    const { path, survey } = await asked()
    const answer = await app.as(null).post(path, body)
    expect(answer.status).toBe(422)
    expect(answer.body.fields.map((problem: any) => problem.field)).toContain(field)
    expect((await app.api.get(`/surveys/${survey.id}`)).body.state).toBe('sent')
  })

  it('J9: a form without a choice comes back with what was typed', async () => {
    const { path } = await asked()
    const answer = await submit(path, { comment: 'I forgot to choose' })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('I forgot to choose')
  })

  it('C7: hostile words stay words', async () => {
    const { path } = await asked()
    const comment = '<script>alert(1)</script>"\'&\u202e'
    await submit(path, { score: '5', comment })
    const { body } = await app.as(null).get(path)
    expect(body).not.toContain('<script>alert')
    expect((await app.as(null).post((await asked()).path, { score: 5, comment: 'a\0b' })).status).toBe(422)
  })

  it('J9: too many answers on one link are asked to wait', async () => {
    const { path } = await asked()
    const answers = []
    for (let count = 0; count < 35; count += 1)
      answers.push((await app.as(null).post(path, { score: 5 })).status)
    expect(answers.slice(0, 30).every((status) => status === 200)).toBe(true)
    expect(answers.at(-1)).toBe(429)
  })
})
