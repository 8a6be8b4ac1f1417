import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../test/kit/api.ts'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, MINUTE } from '../../test/kit/clock.ts'
import { type MailServer, startMailServer } from '../../test/kit/mail.ts'

let mail: MailServer
let app: TestApp
let make: ReturnType<typeof build>
let lead: Api
let id: string

beforeAll(async () => {
  mail = await startMailServer()
  app = await makeTestApp({ smtpUrl: mail.url })
  make = build(app)
  lead = app.as(await make.keyFor((await make.member('lead')).id))
  await app.app.pool.query(`update members set joined_at = now() where joined_at is null`)
  await make.enable('by_hand', {
    follow_up: { open_case: false },
    rating: { edit: { mode: 'window', hours: 72 }, comment_locks: false },
    visibility: { embargo_hours: 0, individual_roles: ['owner', 'admin', 'lead'] },
  })
})
beforeEach(async () => {
  for (const old of (await app.api.get('/workflows')).body.data) await app.api.delete(`/workflows/${old.id}`)
  await app.settle()
  await lead.post('/notices/read', {})
  mail.received.length = 0
  // The waits of the test before are over.
  app.clock.advance(DAY)
})
afterAll(async () => {
  await app.close()
  await mail.close()
})

/** The template for low scores, turned on, with some of it changed. */
async function lowScore(changes: object = {}): Promise<void> {
  const { data } = (await app.api.get('/workflows/templates')).body
  const { workflow } = data.find(({ key }: any) => key === 'low_score')
  id = (await app.api.post('/workflows', { ...workflow, enabled: true, ...changes })).body.id
}
const latest = async (): Promise<any> => {
  const [run] = (await app.api.get(`/workflows/${id}/runs`)).body.data
  return (await app.api.get(`/workflows/runs/${run.id}`)).body
}
const lines = async (): Promise<string[]> => (await latest()).log.map(({ outcome }: any) => outcome)
const told = async (): Promise<string[]> =>
  (await lead.get('/notices?unread=true')).body.data.map(({ body }: any) => body)
const mailed = (): string[] =>
  mail.received.map(({ mail: { text } }) => text ?? '').filter((each) => /Score: /.test(each))

/** A tap on an own survey, and what the customer does with the answer afterwards. */
async function tapped(score: number): Promise<(body: object) => Promise<void>> {
  const { id: conversation } = await make.conversation({ contact: { name: 'Cora' } })
  const { survey } = await make.status(conversation, 'resolved', { survey: 'send' })
  const answer = async (body: object): Promise<void> => {
    expect((await app.as(null).post(new URL(survey.url).pathname, body)).status).toBe(200)
    await app.settle()
  }
  await answer({ score })
  return answer
}

describe('a notice that tells the customer’s words', () => {
  it('O9: waits for them, says so, and goes on as soon as they come', async () => {
    await lowScore()
    const answer = await tapped(2)
    expect([await told(), mailed()]).toEqual([[], []])
    expect(await latest()).toMatchObject({ state: 'waiting', sentence: 'Waits for the customer’s words.' })
    expect((await latest()).log.at(-1)).toMatchObject({
      outcome: 'waiting',
      sentence: expect.stringMatching(/^Waits for the customer’s words, at most until /),
    })
    app.clock.advance(20_000)
    await answer({ score: 2, comment: 'It leaks' })
    expect(await told()).toEqual([expect.stringContaining('Comment: It leaks')])
    expect(mailed()).toEqual([expect.stringContaining('Comment: It leaks')])
    expect(await lines()).toEqual(['started', 'waiting', 'done', 'done', 'finished'])
    await app.pass(5 * MINUTE)
    expect([(await told()).length, mailed().length]).toEqual([1, 1])
  })

  it('O9: goes on without them two minutes after the tap, once, also where it was looked after before', async () => {
    await lowScore()
    await tapped(2)
    await app.pass(MINUTE)
    const jobs = `update graphile_worker._private_jobs set run_at = $1 where key like 'workflow:%'`
    await app.app.pool.query(jobs, [new Date(app.clock.now())])
    await app.settle()
    expect([await told(), mailed()]).toEqual([[], []])
    await app.pass(MINUTE)
    expect(await told()).toEqual([expect.stringContaining('Comment: none')])
    expect(mailed()).toHaveLength(1)
    expect(await lines()).toEqual(['started', 'waiting', 'done', 'done', 'finished'])
  })

  it('O9: tells the answer as it is then: a score that was corrected with the words, too', async () => {
    await lowScore({ trigger: { type: 'csat.score_submitted', updates: 'first' } })
    const answer = await tapped(2)
    await answer({ score: 1, comment: 'Twice' })
    expect(await told()).toEqual([expect.stringMatching(/Score: 1\nComment: Twice/)])
  })

  it('O9: words that came while the run waited elsewhere are told, too', async () => {
    const { data } = (await app.api.get('/workflows/templates')).body
    const [notice] = data.find(({ key }: any) => key === 'low_score').workflow.steps
    await lowScore({ steps: [{ id: 'pause', type: 'wait', duration: 'PT10M' }, notice] })
    const answer = await tapped(2)
    await answer({ score: 2, comment: 'Later' })
    await app.pass(10 * MINUTE)
    expect(await told()).toEqual([expect.stringContaining('Comment: Later')])
    expect(await lines()).toEqual(['started', 'waited', 'done', 'finished'])
  })

  it('O9: tried out on a fresh tap it says that it would wait, and after the time it does not', async () => {
    await tapped(2)
    await lowScore()
    const [conversation] = (await app.api.get('/conversations?status=all')).body.data
    const tried = async (): Promise<string[][]> =>
      (await app.api.post(`/workflows/${id}/dry-run`, { conversation_id: conversation.id })).body.steps.map(
        ({ step_id: step, outcome }: any) => [step, outcome],
      )
    expect(await tried()).toEqual([
      ['tell_leads', 'would_wait'],
      ['tell_leads', 'would_do'],
      ['reopen', 'would_do'],
    ])
    app.clock.advance(2 * MINUTE)
    expect((await tried()).map(([, outcome]) => outcome)).toEqual(['would_do', 'would_do'])
  })
})
