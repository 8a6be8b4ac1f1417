import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { HOUR, MINUTE } from '../../../test/kit/clock.ts'

/** What a link shows and takes agree: both ask the core what may happen at it. */

let app: TestApp
let make: ReturnType<typeof build>
let agent: { id: string }

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  agent = await make.member()
})
afterAll(() => app.close())

const open = async (url: string, query = ''): Promise<string> =>
  (await app.as(null).get(new URL(url).pathname + query)).body
const rate = (url: string, body: object) => app.as(null).post(new URL(url).pathname, body)
const state = async (id: string) => (await app.api.get(`/surveys/${id}`)).body.state
const isForm = (page: string): boolean => page.includes('name="score"')
const chosen = (page: string) => /value="(\d)"[^>]*checked/.exec(page)?.[1]

/** A conversation whose teammate was rated 5, and whose end has asked again. */
async function askedTwice(policy: object = {}) {
  await make.enable('on_close', policy)
  const { id } = await make.conversation()
  await make.say(id, 'contact', 'a'.repeat(300))
  await make.say(id, 'teammate', 'Here you are', {}, agent.id)
  const first = (await make.status(id, 'closed')).survey
  app.clock.advance(MINUTE)
  expect((await rate(first.url, { score: 5, comment: 'Good' })).status).toBe(200)
  app.clock.advance(MINUTE)
  await make.status(id, 'open')
  const second = (await make.status(id, 'closed')).survey
  app.clock.advance(MINUTE)
  return { id, first, second }
}

describe('a later ask about a teammate who was rated', () => {
  it('I10, I14: shows the form, not the thanks for the rating before, and is answered anew', async () => {
    const { id, first, second } = await askedTwice()
    const page = await open(second.url, '?score=1')
    expect([isForm(page), chosen(page)]).toEqual([true, '1'])
    expect(page).not.toContain('Good</textarea>')
    expect(isForm(await open(second.url))).toBe(true)
    expect(isForm(await open(first.url))).toBe(false)
    expect((await rate(second.url, { score: 1 })).body).toMatchObject({ state: 'answered', score: 1 })
    expect(await state(second.id)).toBe('answered')
    expect((await app.api.get(`/conversations/${id}/csat`)).body).toMatchObject({ score: 1, comment: null })
    expect(isForm(await open(second.url))).toBe(false)
  })

  it('I10, I14: leaves the locked rating as it was given, and counts in its place', async () => {
    const { id, first, second } = await askedTwice()
    await rate(second.url, { score: 1 })
    const given = async (survey: { id: string }) => (await app.api.get(`/surveys/${survey.id}`)).body.response
    expect(await given(first)).toMatchObject({ score: 5, comment: 'Good', edited_at: null })
    expect(await given(second)).toMatchObject({ score: 1, comment: null, edited_at: null })
    const counted = async () => (await app.api.get(`/responses?conversation_id=${id}`)).body.data
    expect(await counted()).toMatchObject([{ score: 1 }])
    const { overall } = (await app.api.get(`/reports/csat?from=2000-01-01&to=2100-01-01`)).body
    expect(overall.answered).toBe((await app.api.get('/responses?limit=100')).body.data.length)
    const reopened = await rate(first.url, { score: 3 })
    expect([reopened.status, reopened.body.reason]).toEqual([409, 'superseded'])
    const [{ id: later }] = await counted()
    await app.api.post(`/responses/${later}/quarantine`, { reason: 'bots' })
    expect(await counted()).toMatchObject([{ score: 5, comment: 'Good' }])
    await app.api.post(`/responses/${later}/restore`)
    expect(await counted()).toMatchObject([{ score: 1 }])
  })

  it('I14: the same rating again answers it', async () => {
    const { second } = await askedTwice()
    expect((await rate(second.url, { score: 5, comment: 'Good' })).status).toBe(200)
    expect(await state(second.id)).toBe('answered')
  })

  it('I5, I14: out of time it says so, before and after it is put away', async () => {
    const { second } = await askedTwice({ rating: { window: { from: 'sent', hours: 1 } } })
    app.clock.advance(HOUR)
    const before = await open(second.url)
    await app.settle()
    expect(await state(second.id)).toBe('expired')
    expect(await open(second.url)).toBe(before)
    expect(before).toContain('This survey has ended')
    expect((await rate(second.url, { score: 5 })).body.reason).toBe('expired')
  })
})

describe('another face of the same mail', () => {
  it('I6, A4: where a rating can change, the form comes with that face chosen, and nothing is recorded', async () => {
    await make.enable('on_close')
    const { id } = await make.conversation()
    await make.say(id, 'contact', 'a'.repeat(300))
    await make.say(id, 'teammate', 'Here you are', {}, agent.id)
    const { survey } = await make.status(id, 'closed')
    await rate(survey.url, { score: 5 })
    expect(isForm(await open(survey.url))).toBe(false)
    const page = await open(survey.url, '?score=1')
    expect([isForm(page), chosen(page)]).toEqual([true, '1'])
    expect(page).toContain('Keep')
    expect((await app.api.get(`/conversations/${id}/csat`)).body.score).toBe(5)
    expect((await rate(survey.url, { score: 1 })).status).toBe(200)
    expect((await app.api.get(`/conversations/${id}/csat`)).body.score).toBe(1)
  })

  it('C8: where a rating is final, every face shows the thanks', async () => {
    await make.enable('by_hand')
    const { id } = await make.conversation()
    const { survey } = await make.status(id, 'resolved', { survey: 'send' })
    await rate(survey.url, { score: 5 })
    for (const query of ['', '?score=1', '?score=5', '?change=1']) {
      const page = await open(survey.url, query)
      expect(isForm(page)).toBe(false)
      expect(page).toContain('Thank you!')
    }
  })

  it('A2: a face that the scale does not have leaves the form without a choice', async () => {
    await make.enable('by_hand', { question: { scale: 'thumbs' } })
    const { id } = await make.conversation()
    const { survey } = await make.status(id, 'resolved', { survey: 'send' })
    expect(chosen(await open(survey.url, '?score=3'))).toBeUndefined()
    expect(await open(survey.url, '?score=3')).not.toContain('to confirm')
    expect(chosen(await open(survey.url, '?score=4'))).toBe('5')
  })
})
