import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { HOUR } from '../../../test/kit/clock.ts'
import { presetPolicy } from '../../policy/presets.ts'
import {
  CHANNEL_IDS,
  type ChannelId,
  mergePatch,
  type Policy,
  policyForChannel,
  PRESETS,
  ROLES,
} from '../../policy/settings.ts'
import { canSeeResponse, type Viewer } from '../../policy/view.ts'
import { viewConditions } from './view-conditions.ts'

let app: TestApp
beforeAll(async () => {
  app = await makeTestApp()
})
afterAll(() => app.close())

const NOW = Date.parse('2026-03-10T12:00:00Z')
const TEAMS = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b']

const patch = fc.record(
  {
    visibility: fc.record(
      {
        embargo_hours: fc.constantFrom(0, 1, 48),
        individual_roles: fc.subarray([...ROLES]),
        lead_sees_low_at_once: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    question: fc.record({ low_until: fc.integer({ min: 1, max: 3 }) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
)
const policyPatch = fc.record({
  own: patch,
  channels: fc.dictionary(fc.constantFrom('email', 'sms', 'web_chat'), patch, { maxKeys: 3 }),
})
const age = fc.oneof(
  fc.constantFrom(0, 1, HOUR - 1, HOUR, 48 * HOUR - 1, 48 * HOUR, 48 * HOUR + 1),
  fc.integer({ min: 0, max: 72 * HOUR }),
)
const answer = fc.record({
  score: fc.integer({ min: 1, max: 5 }),
  team_id: fc.option(fc.constantFrom(...TEAMS)),
  channel: fc.constantFrom('email' as const, 'sms' as const, 'web_chat' as const, 'api' as const),
  given: age,
  edited: fc.option(age),
  quarantined: fc.boolean(),
})

/** An answer and how long ago it was given, and changed. */
type Given = {
  score: number
  team_id: string | null
  channel: ChannelId
  given: number
  edited: number | null
  quarantined: boolean
}
type Told = { visible: boolean; embargoed: boolean; opens: number; low: boolean }

/** How often an answer was open, or closed for which reason. */
const seen: Record<string, number> = {}

/** Asks the rule and its twin about these answers, and compares what they say. */
async function compare(policy: Policy, viewer: Viewer, answers: readonly Given[]): Promise<void> {
  const rows = answers.map(({ given, edited, ...rest }, id) => ({
    ...rest,
    id,
    submitted_at: NOW - Math.max(given, edited ?? 0),
    edited_at: edited === null ? null : NOW - edited,
  }))
  const { visible, embargoed, opensAt, low, seesNone } = viewConditions(viewer, policy, NOW, 'r')
  const stored = rows.map((row) => ({
    ...row,
    submitted_at: new Date(row.submitted_at),
    edited_at: row.edited_at === null ? null : new Date(row.edited_at),
  }))
  const found = await sql<Told>`
    select ${visible} as visible, ${embargoed} as embargoed, ${opensAt} as opens, ${low} as low
    from json_to_recordset(${JSON.stringify(stored)}::json) r(
      id int, score int, team_id uuid, channel text, submitted_at timestamptz, edited_at timestamptz, quarantined boolean)
    order by id`.execute(app.app.ctx.db)
  const ruled = rows.map((row) => {
    const onChannel = policyForChannel(policy, row.channel)
    const response = {
      score: row.score,
      teamId: row.team_id,
      submittedAt: row.submitted_at,
      editedAt: row.edited_at,
      setAside: row.quarantined,
    }
    const decision = canSeeResponse({ viewer, policy: onChannel, response, now: NOW })
    const reason = decision.reason ?? 'open'
    seen[reason] = (seen[reason] ?? 0) + 1
    return { decision, low: row.score <= onChannel.question.low_until }
  })
  expect(found.rows.map((told) => [told.visible, told.embargoed, told.low])).toEqual(
    ruled.map(({ decision, low: isLow }) => [decision.allowed, decision.reason === 'embargoed', isLow]),
  )
  for (const [index, { decision }] of ruled.entries()) {
    if (decision.reason === 'embargoed') expect(found.rows[index]!.opens).toBe(decision.facts['until'])
    if (decision.allowed) expect(seesNone).toBe(false)
  }
  expect(seesNone).toBe(
    CHANNEL_IDS.every((channel) => {
      const { visibility } = policyForChannel(policy, channel)
      const bypass = viewer.role === 'lead' && visibility.lead_sees_low_at_once
      return viewer.role !== null && !visibility.individual_roles.includes(viewer.role) && !bypass
    }),
  )
}

it('C12, C13: the lists’ conditions say what the rule says, for any policy, viewer and answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PRESETS),
      policyPatch,
      fc.record({
        role: fc.option(fc.constantFrom(...ROLES)),
        teamIds: fc.subarray(TEAMS),
        reviews: fc.boolean(),
      }),
      fc.array(answer, { minLength: 5, maxLength: 30 }),
      async (preset, { own, channels }, viewer, answers) => {
        const policy = mergePatch(mergePatch(presetPolicy(preset), own), { trigger: { channels } }) as Policy
        await compare(policy, viewer, answers)
      },
    ),
    { numRuns: 200 },
  )
  for (const reason of ['open', 'set_aside', 'role', 'embargoed']) expect(seen[reason]).toBeGreaterThan(100)
})

it('C12, C13: and for every role × team × score × age × change × set aside × reviewer, one by one', async () => {
  const AGES = [0, 48 * HOUR - 1, 48 * HOUR, 72 * HOUR]
  const channel = 'email' as const
  const answers = [...AGES].flatMap((given) =>
    [null, ...AGES].flatMap((edited) =>
      [null, ...TEAMS].flatMap((team_id) =>
        [1, 2, 3, 4, 5].flatMap((score) =>
          [false, true].map((quarantined) => ({ score, team_id, channel, given, edited, quarantined })),
        ),
      ),
    ),
  )
  const viewers = [null, ...ROLES].flatMap((role) =>
    [false, true].map((reviews) => ({ role, teamIds: TEAMS.slice(0, 1), reviews })),
  )
  const policies = [[], ['owner', 'admin'], [...ROLES]].flatMap((individual_roles) =>
    [0, 48].flatMap((embargo_hours) =>
      [false, true].map((lead_sees_low_at_once) => {
        const visibility = { individual_roles, embargo_hours, lead_sees_low_at_once }
        return mergePatch(presetPolicy('by_hand'), { visibility }) as Policy
      }),
    ),
  )
  expect([answers.length, viewers.length, policies.length]).toEqual([600, 10, 12])
  for (const policy of policies) for (const viewer of viewers) await compare(policy, viewer, answers)
})
