import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { HOUR } from '../../test/kit/clock.ts'
import { makeJobsAgain, NOT_MADE_AGAIN, STILL_TO_DO } from './jobs-again.ts'

let app: TestApp
let make: ReturnType<typeof build>
beforeEach(async () => {
  app = await makeTestApp({ privateHosts: ['127.0.0.1'] })
  make = build(app)
})
afterEach(() => app.close())

type Job = { task: string; key: string; payload: { id: string }; at: number }

async function jobs(): Promise<Job[]> {
  const { rows } = await app.app.pool.query<Job>(
    `select t.identifier as task, j.key, j.payload, extract(epoch from j.run_at)::float8 * 1000 as at
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id order by j.key`,
  )
  return rows
}

/** All jobs are lost, as in a restored database, and made again. */
async function loseJobs(): Promise<void> {
  await app.app.pool.query('delete from graphile_worker._private_jobs')
  const client = await app.app.pool.connect()
  await makeJobsAgain(client)
  client.release()
}

const isPromise = ({ task }: Job): boolean => task !== 'dispatch_events' && task !== 'resume_case'
const promised = async () =>
  (await jobs()).filter(isPromise).map(({ task, key, payload }) => ({ task, key, payload }))
const dueTo = async (task: string) => (await jobs()).filter((job) => job.task === task).map(({ at }) => at)

async function lowAnswer() {
  const conversation = await make.conversation()
  const { id: agent } = await make.member()
  await make.say(conversation.id, 'contact', 'My invoice is wrong, and nobody answers. '.repeat(8))
  await make.say(conversation.id, 'teammate', 'We are looking into it.', {}, agent)
  const { survey } = await make.status(conversation.id, 'closed', { survey: 'send' })
  await app.settle()
  const given = await app.as(null).post(new URL(survey.url).pathname, { score: 1, comment: 'Slow' })
  expect(given.status).toBe(200)
  return conversation
}

it('O2: every job follows from rows, or is on the list of those that need not, with the reason', () => {
  const again = STILL_TO_DO.map(({ task }) => task)
  expect([...again, ...Object.keys(NOT_MADE_AGAIN)].toSorted()).toEqual(
    Object.keys(app.app.handlers).toSorted(),
  )
  const keys = STILL_TO_DO.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
})

describe('after a restore', () => {
  it('O2: what a case under an embargo promises is promised again, at its time', async () => {
    await make.enable('by_hand', { follow_up: { open_case: true, reopen: true } })
    await make.member('admin', { name: 'Adam' })
    await app.app.pool.query('update members set joined_at = now()')
    const conversation = await lowAnswer()
    await app.settle()
    const before = await promised()
    const times = await Promise.all(['alert_case', 'publish_case', 'reopen_for_case', 'case_due'].map(dueTo))
    expect(Object.keys(Object.groupBy(before, ({ task }) => task)).toSorted()).toEqual(
      expect.arrayContaining(['alert_case', 'case_due', 'publish_case', 'reopen_for_case']),
    )
    await loseJobs()
    await app.settle()
    expect(await promised()).toEqual(before)
    expect(
      await Promise.all(['alert_case', 'publish_case', 'reopen_for_case', 'case_due'].map(dueTo)),
    ).toEqual(times)
    await app.pass(48 * HOUR)
    expect((await app.api.get(`/conversations/${conversation.id}`)).body.status).toBe('open')
    const published = () => app.app.pool.query(`select from events where type = 'case.opened'`)
    expect((await published()).rowCount).toBe(1)
    // What was done is not done again.
    const told = (await app.app.pool.query('select from case_alerts')).rowCount
    expect(told).toBe(2)
    await loseJobs()
    await app.settle()
    expect((await promised()).map(({ task }) => task)).not.toContain('alert_case')
    expect((await published()).rowCount).toBe(1)
    // Were it asked twice, it would not be said twice.
    const [{ id, workspace_id }] = (await app.app.pool.query('select id, workspace_id from cases')).rows
    await app.app.handlers['publish_case']!({ workspace_id, id })
    expect((await published()).rowCount).toBe(1)
  })

  it('O2: of a case that changed hands and is late, who was not told of that is told, and nobody else', async () => {
    await make.enable('on_close')
    const [one, other] = [await make.member('admin'), await make.member('admin')]
    await app.app.pool.query('update members set joined_at = now()')
    await lowAnswer()
    await app.settle()
    const [{ id }] = (await app.api.get('/cases')).body.data
    for (const { id: owner_id } of [other, one, other]) {
      await app.pass(HOUR)
      await app.api.patch(`/cases/${id}`, { owner_id })
      if (owner_id !== other.id) await app.settle()
    }
    await app.pass(24 * HOUR)
    const alerts = async (): Promise<string[]> =>
      (await promised()).filter(({ task }) => task === 'alert_case').map(({ payload }) => payload.id)
    expect(await alerts()).toEqual([])
    await loseJobs()
    await app.settle()
    expect(await alerts()).toEqual([])
    // As if the backup had been taken before anybody was told of the last change, and that it is late.
    await app.app.pool.query(`delete from case_alerts where kind = 'overdue' and member_id = $1`, [one.id])
    await app.app.pool.query(
      `update case_alerts set at = at - interval '30 hours' where kind = 'assigned' and member_id = $1`,
      [other.id],
    )
    await loseJobs()
    await app.app.handlers['resume_case']!({ workspace_id: app.workspace.workspaceId, id })
    expect((await alerts()).toSorted()).toEqual(
      [`${id}/${one.id}/overdue`, `${id}/${other.id}/assigned`].toSorted(),
    )
  })

  it('O2: news that nobody was told of is told', async () => {
    await make.enable('on_close')
    await lowAnswer()
    expect((await jobs()).some(({ task }) => task === 'dispatch_events')).toBe(true)
    await loseJobs()
    expect((await jobs()).filter(({ task }) => task === 'dispatch_events')).toHaveLength(1)
    await app.settle()
    expect((await app.app.pool.query('select from cases')).rowCount).toBe(1)
    const left = await app.app.pool.query('select from events where dispatched_at is null')
    expect(left.rowCount).toBe(0)
  })

  it('O2: surveys, snoozes, replies, webhooks and runs wait again under the keys that they had', async () => {
    await make.enable('per_resolution', { trigger: { delay: 'PT5M' } })
    await app.api.post('/webhooks', { url: 'http://127.0.0.1:9/none' })
    const made = await app.api.post('/workflows', {
      name: 'Waits',
      enabled: true,
      trigger: { type: 'conversation.status_changed', to: ['closed'] },
      steps: [{ id: 'pause', type: 'wait', duration: 'P1D', until_answered: false }],
    })
    expect(made.status).toBe(201)
    const closed = await make.conversation({ channel: 'email', contact: { email: 'c@example.com' } })
    await make.say(closed.id, 'contact', 'Where is my order?')
    await make.status(closed.id, 'closed')
    const snoozed = await make.conversation()
    const until = new Date(app.clock.now() + HOUR).toISOString()
    await app.api.post(`/conversations/${snoozed.id}/status`, { status: 'snoozed', snoozed_until: until })
    await app.settle()
    await make.say(closed.id, 'teammate', 'On its way.', {}, (await make.member()).id)
    const before = await promised()
    expect(Object.keys(Object.groupBy(before, ({ task }) => task)).toSorted()).toEqual([
      'advance_workflow',
      'deliver_webhooks',
      'send_message',
      'send_survey',
      'wake_conversation',
    ])
    await loseJobs()
    expect(await promised()).toEqual(before)
  })
})
