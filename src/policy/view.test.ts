import { expect, it } from 'vitest'
import type { Preset, Role } from './settings.ts'
import { DAY, HOUR, NOW, policyOf } from './test-facts.ts'
import { canSeeInTimeline, canSeeResponse, hasEnoughData } from './view.ts'

/** What stops this role from seeing an answer of that age, or "yes". */
function see(
  role: Role | null,
  preset: Preset,
  age: number,
  { score = 5, patch = {}, teamIds = [] as string[] } = {},
): string {
  const decision = canSeeResponse({
    viewer: { role, teamIds },
    policy: policyOf(preset, patch),
    response: { score, submittedAt: NOW - age, teamId: 'team' },
    now: NOW,
  })
  return decision.reason ?? 'yes'
}

it('C12, C13: owners and admins after 48 hours to the instant, others never', () => {
  expect(see('owner', 'by_hand', 48 * HOUR - 1)).toBe('embargoed')
  expect(see('admin', 'by_hand', 48 * HOUR)).toBe('yes')
  expect(see('lead', 'by_hand', 90 * DAY)).toBe('role')
  expect(see('agent', 'by_hand', 90 * DAY)).toBe('role')
  expect(see(null, 'by_hand', 0)).toBe('embargoed')
})

it('C13: the safety bypass lets a lead see low scores of the own team at once', () => {
  const patch = { visibility: { lead_sees_low_at_once: true } }
  expect(see('lead', 'by_hand', 0, { score: 2, patch, teamIds: ['team'] })).toBe('yes')
  expect(see('lead', 'by_hand', 0, { score: 3, patch, teamIds: ['team'] })).toBe('role')
  expect(see('lead', 'by_hand', 0, { score: 1, patch, teamIds: ['other'] })).toBe('role')
  expect(see('admin', 'by_hand', 0, { score: 1, patch })).toBe('embargoed')
})

it('I15: scores can be hidden from the timeline for everyone', () => {
  const look = (shown: boolean) =>
    canSeeInTimeline({
      viewer: { role: 'owner', teamIds: [] },
      policy: policyOf('per_resolution', { visibility: { score_in_timeline: shown } }),
      response: { score: 5, submittedAt: NOW, teamId: null },
      now: NOW,
    }).reason
  expect(look(false)).toBe('hidden_in_timeline')
  expect(look(true)).toBeNull()
})

it('A10: below the minimum there is not enough data', () => {
  expect(hasEnoughData(policyOf('by_hand'), 4)).toBe(false)
  expect(hasEnoughData(policyOf('by_hand'), 5)).toBe(true)
})
