import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { build } from '../../../test/kit/build.ts'
import { DAY, HOUR } from '../../../test/kit/clock.ts'
import { PRESETS } from '../../policy/settings.ts'
import { DIMENSIONS } from '../../platform/tables/words.ts'
import { COUNTS, spread } from './counts.ts'
import { foldTallies } from './fold.ts'
import { type CountQuery, readCounts, zoneOf } from './read-counts.ts'

let app: TestApp
let make: ReturnType<typeof build>
let agents: string[]
const links = new Map<string, string>()

beforeAll(async () => {
  app = await makeTestApp()
  make = build(app)
  agents = [(await make.member()).id, (await make.member()).id]
})
afterAll(() => app.close())

const often = { weight: 4 }
const act = fc.oneof(
  {
    ...often,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      agent: fc.nat(1),
      tags: fc.subarray(['late', 'broken']),
    }),
  },
  {
    ...often,
    arbitrary: fc.record({
      do: fc.constant('rate' as const),
      which: fc.nat(9),
      score: fc.integer({ min: 1, max: 5 }),
    }),
  },
  fc.record({
    do: fc.constant('move' as const),
    which: fc.nat(5),
    status: fc.constantFrom('open', 'resolved', 'closed'),
  }),
  fc.record({ do: fc.constant('send' as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant('withdraw' as const), which: fc.nat(9) }),
  fc.record({ do: fc.constant('quarantine' as const), which: fc.nat(9), on: fc.boolean() }),
  fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ do: fc.constant('fold' as const) }),
  fc.record({
    do: fc.constant('zone' as const),
    zone: fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York'),
  }),
  fc.record({ do: fc.constant('erase' as const), which: fc.nat(5) }),
)
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

/** Does one thing that changes, or corrects, what counts. What is refused changes nothing, which must hold too. */
async function perform(step: Act, conversations: string[]): Promise<void> {
  const { db } = app.app.ctx
  const pick = <T>(list: T[], at: number): T | undefined => list[at % Math.max(1, list.length)]
  const surveys = async () =>
    (await app.api.get('/surveys?limit=100')).body.data as { id: string; url: string | null }[]
  switch (step.do) {
    case 'ask': {
      const { id } = await make.conversation({ tags: step.tags, assignee_id: agents[step.agent] })
      await make.say(id, 'teammate', 'Hello', {}, agents[step.agent])
      conversations.push(id)
      await app.api.post(`/conversations/${id}/status`, { status: 'resolved', survey: 'send' })
      return
    }
    case 'move': {
      const id = pick(conversations, step.which)
      if (id) await app.api.post(`/conversations/${id}/status`, { status: step.status, survey: 'send' })
      return
    }
    case 'send': {
      const id = pick(conversations, step.which)
      if (id) await app.api.post(`/conversations/${id}/surveys`)
      return
    }
    case 'rate': {
      const survey = pick(await surveys(), step.which)
      if (!survey) return
      // Answered, it has no address any more; whoever has kept the link can still change his mind.
      const link = survey.url ?? links.get(survey.id)
      if (!link) return
      links.set(survey.id, link)
      await app.as(null).post(new URL(link).pathname, { score: step.score })
      return
    }
    case 'withdraw': {
      const survey = pick(await surveys(), step.which)
      if (survey) await app.api.post(`/surveys/${survey.id}/withdraw`)
      return
    }
    case 'quarantine': {
      const rows = await db.selectFrom('responses').select('id').orderBy('id').execute()
      const row = pick(rows, step.which)
      if (row)
        await db.updateTable('responses').set({ quarantined: step.on }).where('id', '=', row.id).execute()
      return
    }
    case 'pass':
      return app.pass(step.hours * HOUR)
    case 'fold':
      return foldTallies(app.app.ctx)
    case 'zone':
      await db.updateTable('workspaces').set({ time_zone: step.zone }).execute()
      return
    case 'erase': {
      const id = pick(conversations, step.which)
      if (!id) return
      await db.deleteFrom('conversations').where('id', '=', id).execute()
      conversations.splice(conversations.indexOf(id), 1)
    }
  }
}

/** The same counts, added up from the rows one by one. */
async function recounted({ workspaceId, zone, from, to, by, cut }: CountQuery) {
  const sums = sql.join(COUNTS.map((name) => sql`sum(${sql.ref(name)})::int as ${sql.ref(name)}`))
  const { rows } = await sql`
    select key, ${cut === 'week' ? sql`date_trunc('week', at at time zone ${zone})::date` : cut === 'day' ? sql`(at at time zone ${zone})::date` : sql`null::date`} as day, ${sums}
    from countable r ${spread(sql`r`)}
    where workspace_id = ${workspaceId} and at >= ${new Date(from)} and at < ${new Date(to)} and dimension = ${by}
    group by 1, 2 order by 2, 1`.execute(app.app.ctx.db)
  return rows
}

const something = (row: object): boolean => COUNTS.some((name) => (row as Record<string, number>)[name] !== 0)

describe('the numbers kept with the answers', () => {
  it('C13: are what a recount of the rows says, after any history, at any moment', async () => {
    const { workspaceId } = app.workspace
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PRESETS),
        fc.array(act, { minLength: 15, maxLength: 30, size: 'max' }),
        fc.integer({ min: 0, max: 20 * 24 }),
        fc.integer({ min: 1, max: 20 * 24 }),
        fc.constantFrom('day' as const, 'week' as const, null),
        async (preset, history, start, length, cut) => {
          await app.app.ctx.db.deleteFrom('conversations').execute()
          await make.enable(preset, { trigger: { delay: 'PT0S', channels: { web_chat: { enabled: true } } } })
          const begin = app.clock.now()
          const conversations: string[] = []
          for (const step of history) await perform(step, conversations)
          const zone = await zoneOf(app.app.ctx.db, workspaceId)
          const from = begin - DAY + start * HOUR + (start % 2) * 1_234_567
          for (const by of DIMENSIONS) {
            for (const range of [
              { from, to: from + length * HOUR },
              { from: 0, to: app.clock.now() + DAY },
            ]) {
              const query = { workspaceId, zone, ...range, filters: {}, by, cut }
              const kept = await readCounts(app.app.ctx.db, query)
              compared += kept.filter(something).length
              expect(kept.filter(something)).toEqual(
                (await recounted(query)).filter((row) => something(row as object)),
              )
            }
          }
        },
      ),
      { numRuns: 8 },
    )
    expect(compared).toBeGreaterThan(40)
  })
})
