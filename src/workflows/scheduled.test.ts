import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { HOUR, MINUTE } from '../../test/kit/clock.ts'

let app: TestApp
let make: ReturnType<typeof build>

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
})
afterAll(() => app.close())

/** When a workflow with such a schedule ran for one conversation, looked after every five minutes. */
async function ranAt(
  zone: string,
  at: string,
  { from, hours, every = 'day' }: { from: string; hours: number; every?: string },
): Promise<string[]> {
  app.clock.set(Date.parse(from))
  expect((await app.api.patch('/workspace', { time_zone: zone })).status).toBe(200)
  const { id } = await make.conversation()
  const made = await app.api.post('/workflows', {
    name: 'At night',
    enabled: true,
    trigger: { type: 'schedule', every, at, look_back: 'P7D', once: false },
    steps: [{ type: 'tag', add: ['seen'] }],
  })
  const end = app.clock.now() + hours * HOUR
  while (app.clock.now() < end) {
    app.clock.advance(5 * MINUTE)
    // Two processes look at the same time.
    await Promise.all([
      app.app.timed['start_scheduled_workflows']!.run(),
      app.app.timed['start_scheduled_workflows']!.run(),
    ])
    await app.settle()
  }
  const { data } = (await app.api.get(`/workflows/${made.body.id}/runs?conversation_id=${id}&limit=100`)).body
  await app.api.delete(`/workflows/${made.body.id}`)
  return data.map((run: any) => run.started_at).toReversed()
}

describe('the night in which clocks are changed', () => {
  it('O9: a 02:30 that does not exist comes once, an hour later on the wall', async () => {
    const night = { from: '2027-03-27T23:00:00Z', hours: 5 }
    expect(await ranAt('Europe/Berlin', '02:30', night)).toEqual(['2027-03-28T01:30:00.000Z'])
  })

  it('O9: a 02:30 that exists twice comes once, the first time', async () => {
    const night = { from: '2027-10-30T22:00:00Z', hours: 6 }
    expect(await ranAt('Europe/Berlin', '02:30', night)).toEqual(['2027-10-31T00:30:00.000Z'])
  })

  it('O9: the days before and after have theirs; where half an hour is put back, too', async () => {
    const days = { from: '2028-03-25T00:00:00Z', hours: 72 }
    expect(await ranAt('Europe/Berlin', '02:30', days)).toEqual([
      '2028-03-25T01:30:00.000Z',
      '2028-03-26T01:30:00.000Z',
      '2028-03-27T00:30:00.000Z',
    ])
    // 02:00 becomes 01:30: a quarter to two comes twice.
    const night = { from: '2028-04-01T13:00:00Z', hours: 5 }
    expect(await ranAt('Australia/Lord_Howe', '01:45', night)).toEqual(['2028-04-01T14:45:00.000Z'])
  })

  it('O9: every hour is every hour that passes', async () => {
    const night = { from: '2029-10-27T23:00:00Z', hours: 4, every: 'hour' }
    expect(await ranAt('Europe/Berlin', '00:15', night)).toEqual([
      '2029-10-27T23:15:00.000Z',
      '2029-10-28T00:15:00.000Z',
      '2029-10-28T01:15:00.000Z',
      '2029-10-28T02:15:00.000Z',
    ])
  })
})
