import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY, HOUR } from '../../test/kit/clock.ts'
import {
  differences,
  lookAround,
  makeWorld,
  ROLES,
  SAID,
  withoutNames,
  type World,
} from '../../test/kit/two-worlds.ts'

describe.each([
  { title: 'the preset by_hand', policy: {}, readers: ['owner', 'admin', 'key'] },
  {
    title: 'an embargo for everyone, and scores in the timeline',
    policy: { visibility: { individual_roles: ROLES.slice(0, 4), score_in_timeline: true } },
    readers: [...ROLES],
  },
  {
    title: 'an embargo of one channel only',
    policy: {
      visibility: { embargo_hours: 0, individual_roles: ['owner'] },
      trigger: { channels: { web_chat: { visibility: { embargo_hours: 48, score_in_timeline: true } } } },
    },
    readers: ['owner', 'key'],
  },
])('with $title', ({ policy, readers }) => {
  let worlds: World[] = []
  let before: Awaited<ReturnType<typeof lookAround>>[] = []
  beforeAll(async () => {
    worlds = await Promise.all(SAID.map((said) => makeWorld(said, policy)))
    before = await Promise.all(worlds.map(lookAround))
  }, 60_000)
  afterAll(() => Promise.all(worlds.map((world) => world.close())))

  it('C13: while it is closed, nothing that anybody can read tells what was said', () => {
    expect(differences(before[0]!, before[1]!)).toEqual([])
    expect(before[0]!.filter(({ status }) => status === 200).length).toBeGreaterThan(100)
    for (const { text } of before.flat()) expect(text).not.toMatch(/dreadful afternoon|lovely morning/)
  })

  it('C13: nor does the stream of news', () => {
    const [one, other] = worlds.map(({ news }) => withoutNames()(news))
    expect(one).toMatch(/event: news/)
    expect(one).toBe(other)
  })

  it('C12, C13: after 48 hours it is told to those who may read single answers, and to nobody else', async () => {
    for (const { app } of worlds) await app.pass(48 * HOUR)
    const after = await Promise.all(worlds.map(lookAround))
    const found = differences(after[0]!, after[1]!)
    const byRole = Map.groupBy(
      found.map((each) => each.split('?')[0]!),
      (each) => each.split(' ')[0]!,
    )
    for (const role of ROLES) {
      const paths = new Set(byRole.get(role))
      if (readers.includes(role)) {
        for (const path of ['/responses', '/exports/conversations.csv']) {
          expect([...paths]).toContain(`${role} ${path}`)
        }
        const single = /\/csat$|\/contacts\/\w+$|\/surveys\/\w+$/
        expect([...paths].filter((path) => single.test(path)).length).toBe(3)
      } else {
        expect([...paths]).toEqual([])
      }
    }
  }, 60_000)
})

describe('with an embargo of a month and cases for low scores', () => {
  let worlds: World[] = []
  beforeAll(async () => {
    const policy = {
      visibility: { embargo_hours: 720, individual_roles: ROLES.slice(0, 4), score_in_timeline: true },
      follow_up: { open_case: true, reopen: true },
    }
    worlds = await Promise.all(SAID.map((said) => makeWorld(said, policy)))
  }, 60_000)
  afterAll(() => Promise.all(worlds.map((world) => world.close())))

  it('C13, A6: a week later still nothing: no case, no opened conversation, no report by mail, no alert', async () => {
    for (const { app } of worlds) {
      for (let day = 0; day < 9; day += 1) {
        await app.pass(DAY)
        for (const job of Object.values(app.app.timed)) await job.run()
        await app.settle()
      }
    }
    const seen = await Promise.all(worlds.map(lookAround))
    expect(differences(seen[0]!, seen[1]!)).toEqual([])
    const [one, other] = await Promise.all(worlds.map((world) => world.mails()))
    expect(one!.filter((mail) => mail.includes('Weekly')).length).toBe(3)
    expect(one).toEqual(other)
  }, 120_000)
})
