import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../test/kit/app.ts'
import { build } from '../../test/kit/build.ts'
import { DAY, HOUR, MINUTE } from '../../test/kit/clock.ts'

/** What really was made under a policy that did not change is what the dry run says it makes. */

let app: TestApp
let make: ReturnType<typeof build>
let agent: { id: string }

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  agent = await make.member()
})
afterAll(() => app.close())

const ENDED = ['resolved', 'closed', 'pending_closure', 'closure_scheduled'] as const
/** Under three conversations of two contacts. */
const step = fc.record({
  act: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...ENDED) },
    { weight: 3, arbitrary: fc.constantFrom('open', 'snoozed') },
    { weight: 4, arbitrary: fc.constantFrom('say', 'reply') },
    { weight: 2, arbitrary: fc.constantFrom('answer', 'tag', 'untag') },
    { weight: 1, arbitrary: fc.constantFrom('send', 'link', 'withdraw', 'unsubscribe', 'deliver') },
  ),
  where: fc.nat(2),
  choice: fc.constantFrom('default', 'default', 'default', 'send', 'skip'),
  pause: fc.constantFrom(1, 2 * MINUTE, HOUR, 5 * HOUR, 2 * DAY),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const POLICIES: Record<string, { preset: string; policy: object }> = {
  'every resolution': { preset: 'per_resolution', policy: {} },
  'on close': {
    preset: 'on_close',
    policy: { eligibility: { min_characters: 40, max_idle: 'P1D', tags: { exclude: ['spam'] } } },
  },
  'after a delay': {
    preset: 'after_delay',
    policy: {
      trigger: { delay: 'PT3H', channels: { web_chat: { enabled: true }, email: { enabled: true } } },
    },
  },
  'one pending, with a cooldown': {
    preset: 'per_resolution',
    policy: { scope: 'contact_pending', eligibility: { contact_cooldown: 'P1D' }, on_reopen: 'keep' },
  },
  'a sample, by email otherwise': {
    preset: 'per_resolution',
    policy: {
      eligibility: { sample_percent: 50 },
      rating: { window: { from: 'ended', hours: 24 } },
      trigger: { channels: { email: { scope: 'conversation', trigger: { delay: 'PT1H' } } } },
    },
  },
  'by hand': { preset: 'by_hand', policy: {} },
}

async function live(steps: readonly Step[]): Promise<string[]> {
  const contacts = [await make.contact(), await make.contact()]
  const conversations: string[] = []
  for (const [owner, channel] of [
    [0, 'web_chat'],
    [0, 'email'],
    [1, 'web_chat'],
  ] as const) {
    conversations.push(
      (await make.conversation({ contact_id: contacts[owner].id, channel, tags: ['new'] })).id,
    )
  }
  for (const { act, where, choice, pause } of steps) {
    app.clock.advance(pause)
    await take(act, conversations[where]!, contacts[where === 2 ? 1 : 0].id, choice)
  }
  return conversations
}

async function take(act: Step['act'], id: string, contactId: string, choice: string): Promise<void> {
  const waiting = async (): Promise<{ id: string; url: string; state: string }[]> =>
    (await app.api.get(`/surveys?conversation_id=${id}`)).body.data
  switch (act) {
    case 'say':
      await make.say(id, 'contact', 'My parcel has not come. ')
      return
    case 'reply':
      await make.say(id, 'teammate', 'We are looking into it.', {}, agent.id)
      return
    case 'tag':
      await app.api.patch(`/conversations/${id}`, { tags: ['spam', 'new'] })
      return
    case 'untag':
      await app.api.patch(`/conversations/${id}`, { tags: ['new'] })
      return
    case 'send':
    case 'link':
      await app.api.post(`/conversations/${id}/${act === 'send' ? 'surveys' : 'survey-links'}`, {})
      return
    case 'answer': {
      const sent = (await waiting()).find(({ state }) => state === 'sent')
      if (sent) await app.as(null).post(new URL(sent.url).pathname, { score: 5 })
      return
    }
    case 'withdraw': {
      const [first] = await waiting()
      if (first) await app.api.post(`/surveys/${first.id}/withdraw`)
      return
    }
    case 'unsubscribe':
      await app.app.pool.query(
        'update contacts set unsubscribed_at = $1 where id = $2 and unsubscribed_at is null',
        [new Date(app.clock.now()), contactId],
      )
      return
    case 'deliver':
      await app.settle()
      return
    default:
      await make.status(id, act, { survey: choice })
  }
}

describe('§ 3.3: the dry run and what really happened', () => {
  it.each(Object.keys(POLICIES))(
    '§ 3.3: under an unchanged policy the replay makes what was made: %s',
    { timeout: 120_000 },
    async (name) => {
      const { preset, policy } = POLICIES[name]!
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40 }), async (steps) => {
          app.clock.advance(100 * DAY)
          await make.enable(preset, policy)
          app.clock.advance(1)
          const conversations = await live(steps)
          app.clock.advance(1)
          const same = (await app.api.post('/settings/csat/dry-run', { policy: {}, days: 90 })).body
          expect(same).toMatchObject({ more: 0, fewer: 0, differing: { data: [] } })
          const off = { policy: { enabled: false }, days: 90, limit: 100 }
          const { before, actual, differing } = (await app.api.post('/settings/csat/dry-run', off)).body
          const { rows } = await app.app.pool.query(
            `select conversation_id || ':' || resolution as name, count(*)::int as made from surveys
             where conversation_id = any($1) group by 1 order by 1`,
            [conversations],
          )
          const asReplayed = differing.data
            .map((each: any) => ({
              name: `${each.conversation_id}:${each.resolution}`,
              made: each.before.made,
            }))
            .toSorted((a: any, b: any) => (a.name < b.name ? -1 : 1))
          expect(asReplayed).toEqual(rows)
          expect(before.made).toBe(actual.made)
        }),
        { numRuns: 12 },
      )
    },
  )
})
