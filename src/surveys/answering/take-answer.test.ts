import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY, HOUR, MINUTE } from '../../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>
let agent: { id: string }

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  agent = await make.member()
})
afterAll(() => app.close())

const pathOf = ({ url }: { url: string }): string => new URL(url).pathname
const rate = (survey: { url: string }, body: object) => app.as(null).post(pathOf(survey), body)
const change = (question: object) => app.api.put('/settings/csat', { policy: { question } })
const answer = async (id: string) => (await app.api.get(`/surveys/${id}`)).body

async function ask() {
  const { id } = await make.conversation()
  return { id, survey: (await make.status(id, 'resolved', { survey: 'send' })).survey }
}

async function responseRow(conversationId: string) {
  return app.app.ctx.db
    .selectFrom('responses')
    .select(['score', 'scale', 'satisfied_from', 'reasons'])
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
}

describe('an ask stays as it was made', () => {
  const OPEN = { visibility: { embargo_hours: 0 }, rating: { edit: { mode: 'latest_wins' } } }
  const THEN = {
    scale: 'thumbs',
    satisfied_from: 5,
    low_until: 1,
    reasons: ['Slow', 'Wrong'],
    thank_you: 'Thanks from then',
    translations: { de: 'Wie war es damals?' },
  }
  const NOW = {
    scale: 'stars',
    satisfied_from: 4,
    low_until: 3,
    reasons: ['Rude'],
    thank_you: 'Thanks from now',
    translations: { de: 'Wie ist es heute?' },
  }

  it('C2: scale, reasons, translations and thanks of a changed policy hold for asks made from then on', async () => {
    await make.enable('by_hand', { ...OPEN, question: THEN })
    const { survey } = await ask()
    await change(NOW)
    const page = async () => app.as(null).get(pathOf(survey), { 'accept-language': 'de' })
    const asked = (await page()).body
    expect(asked.match(/type="radio"/g)).toHaveLength(2)
    expect(asked).toContain('Wie war es damals?')
    expect(asked).toMatch(/value="Slow"/)
    expect(asked).not.toMatch(/value="Rude"/)
    expect(asked.match(/data-low/g)).toHaveLength(1)
    await rate(survey, { score: 5 })
    expect((await page()).body).toContain('Thanks from then')
    const later = (await app.as(null).get(pathOf((await ask()).survey))).body
    expect(later.match(/type="radio"/g)).toHaveLength(5)
    expect(later).toMatch(/value="Rude"/)
  })

  it('A2: an answer keeps the scale and what counted as satisfied when it was asked for', async () => {
    await make.enable('by_hand', { ...OPEN, question: THEN })
    const { id, survey } = await ask()
    await change(NOW)
    await rate(survey, { score: 4, reasons: ['Slow', 'Rude', 'Made up'] })
    expect(await responseRow(id)).toEqual({ score: 5, scale: 'thumbs', satisfied_from: 5, reasons: ['Slow'] })
    const later = await ask()
    await rate(later.survey, { score: 4, reasons: ['Slow', 'Rude'] })
    expect(await responseRow(later.id)).toEqual({
      score: 4,
      scale: 'stars',
      satisfied_from: 4,
      reasons: ['Rude'],
    })
  })

  it('A2: thumbs are stored as 5 and 1; a 3 is neither and refused, also in a form', async () => {
    await make.enable('by_hand', { ...OPEN, question: { scale: 'thumbs' } })
    const { id, survey } = await ask()
    const refused = await rate(survey, { score: 3 })
    expect([refused.status, refused.body.fields?.[0].field]).toEqual([422, 'score'])
    const server = await app.app.server()
    const form = await server.inject({
      method: 'POST',
      url: pathOf(survey),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'score=3',
    })
    expect([form.statusCode, form.body.match(/type="radio"/g)?.length]).toEqual([422, 2])
    expect(await responseRow(id)).toBeUndefined()
    expect((await rate(survey, { score: 2 })).body.score).toBe(1)
    expect((await rate(survey, { score: 4 })).body.score).toBe(5)
  })

  it('I2: only the question does; whether an answer can change is as the policy says now', async () => {
    await make.enable('by_hand', { visibility: { embargo_hours: 0 } })
    const { survey } = await ask()
    await rate(survey, { score: 2, comment: 'Hm' })
    expect((await rate(survey, { score: 5 })).body.reason).toBe('already_answered')
    await app.api.put('/settings/csat', { policy: { rating: { edit: { mode: 'latest_wins' } } } })
    expect((await rate(survey, { score: 5 })).status).toBe(200)
  })

  it('O10: other reasons change an answer', async () => {
    await make.enable('by_hand', { ...OPEN, question: { reasons: ['Slow', 'Wrong'] } })
    const { id, survey } = await ask()
    await rate(survey, { score: 2, reasons: ['Slow'] })
    await rate(survey, { score: 2, reasons: ['Wrong'] })
    expect((await responseRow(id))!.reasons).toEqual(['Wrong'])
  })

  it('O1: a channel’s own rules hold for its answers', async () => {
    const own = { enabled: true, rating: { edit: { mode: 'never' } }, question: { reasons: ['Chatty'] } }
    await make.enable('by_hand', { ...OPEN, trigger: { channels: { web_chat: own } } })
    const { id, survey } = await ask()
    const first = await rate(survey, { score: 2, comment: 'Hm', reasons: ['Chatty'] })
    expect(first.body).toMatchObject({ can: { edit: false } })
    expect((await responseRow(id))!.reasons).toEqual(['Chatty'])
    expect((await rate(survey, { score: 5 })).body.reason).toBe('already_answered')
  })
})

describe('what an answer settles', () => {
  /** Several ends of one conversation with one teammate; `between` happens after each ask. */
  async function asks(count: number, between: (id: string) => Promise<unknown>) {
    const { id } = await make.conversation()
    await make.say(id, 'contact', 'a'.repeat(300))
    await make.say(id, 'teammate', 'Here you are', {}, agent.id)
    const made = []
    for (let at = 0; at < count; at += 1) {
      made.push((await make.status(id, 'closed')).survey)
      if (at < count - 1) {
        await between(made.at(-1).id)
        await make.status(id, 'open')
      }
    }
    return made
  }

  it('J3, I14: a withdrawn survey of the teammate stays withdrawn', async () => {
    await make.enable('on_close')
    const [first, second] = await asks(2, (id) => app.api.post(`/surveys/${id}/withdraw`))
    await rate(second, { score: 4 })
    expect(await answer(first.id)).toMatchObject({ state: 'withdrawn', response: null })
  })

  it('J5, I14: an expired one stays expired', async () => {
    await make.enable('on_close', { rating: { window: { from: 'sent', hours: 1 } } })
    const [first, second] = await asks(2, () => app.pass(2 * HOUR))
    await rate(second, { score: 4 })
    expect(await answer(first.id)).toMatchObject({ state: 'expired', response: null })
    expect((await answer(second.id)).state).toBe('answered')
  })

  it('I14: two asks that belong to nobody are two ratings', async () => {
    await make.enable('on_close', { eligibility: { require_teammate_reply: false, min_characters: 0 } })
    const { id } = await make.conversation()
    const first = (await make.status(id, 'closed')).survey
    await make.status(id, 'open')
    app.clock.advance(MINUTE)
    const second = (await make.status(id, 'closed')).survey
    expect([first.agent_id, second.agent_id]).toEqual([null, null])
    const { rows } = await app.app.pool.query('select repeats from surveys where id = $1', [second.id])
    expect(rows).toEqual([{ repeats: false }])
    await rate(first, { score: 5, comment: 'Kind' })
    expect((await answer(second.id)).state).toBe('sent')
    expect((await app.as(null).get(pathOf(second))).body).toContain('type="radio"')
    expect((await rate(second, { score: 1 })).status).toBe(200)
    expect((await answer(first.id)).response.score).toBe(5)
    app.clock.advance(DAY)
  })
})

it('O6, I9: words that follow a score are the second half of one answer, not a change of it', async () => {
  const app = await makeTestApp()
  try {
    const make = build(app)
    await make.enable('per_resolution')
    const { id } = await make.conversation()
    const path = new URL((await make.status(id, 'resolved')).survey.url).pathname
    await app.as(null).post(path, { score: 2 })
    app.clock.advance(30_000)
    await app.as(null).post(path, { score: 2, comment: 'It came late.' })
    const { data } = (await app.api.get(`/conversations/${id}/timeline`)).body
    const submitted = data.filter((entry: any) => entry.kind === 'csat_submitted')
    expect(submitted).toMatchObject([{ data: { score: 2, comment: 'It came late.', changed: false } }])
    expect((await app.api.get(`/conversations/${id}/csat`)).body).toMatchObject({ edited_at: null })
  } finally {
    await app.close()
  }
})
