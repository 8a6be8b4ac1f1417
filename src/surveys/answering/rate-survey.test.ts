import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())

const rate = (url: string, body: object) => app.as(null).post(new URL(url).pathname, body)
const csat = async (id: string) => (await app.api.get(`/conversations/${id}/csat`)).body

describe('many answers at once', () => {
  it('J9: each customer gets the own answer, and each answer its own place', async () => {
    await make.enable('per_resolution')
    const asked = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const { id } = await make.conversation()
        const { survey } = await make.status(id, 'resolved')
        return { id, survey, score: (index % 5) + 1, comment: `words ${index}` }
      }),
    )
    const withdrawn = asked[7]!
    await make.status(withdrawn.id, 'open')
    const answers = await Promise.all(
      asked.map(({ survey, score, comment }) => rate(survey.url, { score, comment })),
    )
    for (const [index, { id, survey, score, comment }] of asked.entries()) {
      const { status, body } = answers[index]!
      if (id === withdrawn.id) {
        expect([status, body.reason]).toEqual([410, 'withdrawn'])
        expect(await csat(id)).toBeNull()
        continue
      }
      expect(body).toEqual({ state: 'answered', score, comment, can: { edit: false } })
      expect(await csat(id)).toMatchObject({ survey_id: survey.id, score, comment })
      const timeline = (await app.api.get(`/conversations/${id}/timeline`)).body.data
      expect(timeline.filter((entry: { kind: string }) => entry.kind === 'csat_submitted')).toHaveLength(1)
    }
  })

  it('I14: two links for one teammate answered at the same instant are one rating with two versions', async () => {
    await make.enable('on_close')
    const agent = await make.member()
    const { id } = await make.conversation()
    await make.say(id, 'contact', 'a'.repeat(300))
    await make.say(id, 'teammate', 'Here you are', {}, agent.id)
    const first = await make.status(id, 'closed')
    await make.status(id, 'open')
    const second = await make.status(id, 'closed')
    const answers = await Promise.all(
      [first, second].map(({ survey }, index) => rate(survey.url, { score: index + 4 })),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const { rows } = await app.app.pool.query(
      'select r.score, (select count(*)::int from response_revisions v where v.response_id = r.id) as versions from responses r where conversation_id = $1',
      [id],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0].versions).toBe(2)
    for (const { survey } of [first, second]) {
      expect((await app.api.get(`/surveys/${survey.id}`)).body.response.score).toBe(rows[0].score)
    }
  })
})
