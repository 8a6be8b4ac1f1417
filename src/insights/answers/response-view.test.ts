import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeTestApp, type TestApp } from '../../../test/kit/app.ts'
import { HOUR } from '../../../test/kit/clock.ts'
import { presetPolicy } from '../../policy/presets.ts'
import {
  CHANNEL_IDS,
  mergePatch,
  type Policy,
  policyForChannel,
  PRESETS,
  ROLES,
} from '../../policy/settings.ts'
import { canSeeResponse } from '../../policy/view.ts'
import { viewConditions } from './response-view.ts'

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
})

it('C12, C13: the lists’ conditions say what the rule says, for any policy, viewer and answer', async () => {
  const seen = { yes: 0, embargoed: 0, role: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PRESETS),
      policyPatch,
      fc.option(fc.constantFrom(...ROLES)),
      fc.subarray(TEAMS),
      fc.array(answer, { minLength: 5, maxLength: 30 }),
      async (preset, { own, channels }, role, teamIds, answers) => {
        const policy = mergePatch(mergePatch(presetPolicy(preset), own), { trigger: { channels } }) as Policy
        const rows = answers.map(({ given, edited, ...rest }, id) => ({
          ...rest,
          id,
          submitted_at: NOW - Math.max(given, edited ?? 0),
          edited_at: edited === null ? null : NOW - edited,
        }))
        const viewer = { role, teamIds }
        const { visible, embargoed, opensAt, low, seesNone } = viewConditions(viewer, policy, NOW, 'r')
        const found = await sql<{ visible: boolean; embargoed: boolean; opens: number; low: boolean }>`
          select ${visible} as visible, ${embargoed} as embargoed, ${opensAt} as opens, ${low} as low
          from json_to_recordset(${JSON.stringify(
            rows.map((row) => ({
              ...row,
              submitted_at: new Date(row.submitted_at),
              edited_at: row.edited_at === null ? null : new Date(row.edited_at),
            })),
          )}::json) r(id int, score int, team_id uuid, channel text, submitted_at timestamptz, edited_at timestamptz)
          order by id`.execute(app.app.ctx.db)
        expect(found.rows).toHaveLength(rows.length)
        rows.forEach((row, index) => {
          const onChannel = policyForChannel(policy, row.channel)
          const decision = canSeeResponse({
            viewer,
            policy: onChannel,
            response: {
              score: row.score,
              teamId: row.team_id,
              submittedAt: row.submitted_at,
              editedAt: row.edited_at,
            },
            now: NOW,
          })
          const told = found.rows[index]!
          expect([told.visible, told.embargoed, told.low]).toEqual([
            decision.allowed,
            decision.reason === 'embargoed',
            row.score <= onChannel.question.low_until,
          ])
          if (decision.reason === 'embargoed') expect(told.opens).toBe(decision.facts['until'])
          if (decision.allowed) expect(seesNone).toBe(false)
          seen[decision.allowed ? 'yes' : (decision.reason as 'role')] += 1
        })
        expect(seesNone).toBe(
          CHANNEL_IDS.every((channel) => {
            const { visibility } = policyForChannel(policy, channel)
            const bypass = role === 'lead' && visibility.lead_sees_low_at_once
            return role !== null && !visibility.individual_roles.includes(role) && !bypass
          }),
        )
      },
    ),
    { numRuns: 200 },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100)
})
