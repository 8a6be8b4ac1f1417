import { expect, it } from 'vitest'
import type { Preset, Role } from './settings.ts'
import { DAY, HOUR, NOW, policyOf } from './test-facts.ts'
import { canSeeInTimeline, canSeeResponse, hasEnoughData, OUTSIDE } from './view.ts'

/** What stops this role from seeing an answer of that age, or "yes". */
function see(
  role: Role | null,
  preset: Preset,
  age: number,
  {
    score = 5,
    patch = {},
    teamIds = [] as string[],
    teamId = 'team' as string | null,
    setAside = false,
    reviews = false,
  } = {},
): string {
  const decision = canSeeResponse({
    viewer: { role, teamIds, reviews },
    policy: policyOf(preset, patch),
    response: { score, submittedAt: NOW - age, editedAt: null, teamId, setAside },
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

it('C13: a low score without a team is every lead’s', () => {
  const patch = { visibility: { lead_sees_low_at_once: true } }
  expect(see('lead', 'by_hand', 0, { score: 1, patch, teamId: null, teamIds: ['other'] })).toBe('yes')
  expect(see('lead', 'by_hand', 0, { score: 1, patch, teamId: null })).toBe('yes')
  expect(see('lead', 'by_hand', 0, { score: 3, patch, teamId: null })).toBe('role')
})

it('C13: a change is a new submission, and the embargo counts from it', () => {
  const look = (editedAt: number | null) =>
    canSeeResponse({
      viewer: { role: 'owner', teamIds: [], reviews: false },
      policy: policyOf('by_hand'),
      response: { score: 1, submittedAt: NOW - 49 * HOUR, editedAt, teamId: null, setAside: false },
      now: NOW,
    })
  expect(look(null).allowed).toBe(true)
  expect(look(NOW - 2 * HOUR)).toMatchObject({ reason: 'embargoed', facts: { until: NOW + 46 * HOUR } })
  expect(look(NOW - 48 * HOUR).allowed).toBe(true)
})

it('C12, C13: what was set aside is there for reviewers alone, by the same rules; no time opens it to others', () => {
  const aside = { setAside: true, score: 1, teamIds: ['team'] }
  const patch = { visibility: { lead_sees_low_at_once: true } }
  for (const role of ['owner', 'admin', 'lead', 'agent', null] as const) {
    for (const age of [0, 48 * HOUR, 90 * DAY]) {
      expect(see(role, 'by_hand', age, { ...aside, patch })).toBe('set_aside')
      expect(see(role, 'by_hand', age, { ...aside, patch, reviews: true })).toBe(
        see(role, 'by_hand', age, { ...aside, patch, setAside: false }),
      )
    }
  }
})

it('I15: scores can be hidden from the timeline for everyone', () => {
  const look = (shown: boolean) =>
    canSeeInTimeline({
      viewer: { role: 'owner', teamIds: [], reviews: false },
      policy: policyOf('per_resolution', { visibility: { score_in_timeline: shown } }),
      response: { score: 5, submittedAt: NOW, editedAt: null, teamId: null, setAside: false },
      now: NOW,
    }).reason
  expect(look(false)).toBe('hidden_in_timeline')
  expect(look(true)).toBeNull()
})

it('A10: below the minimum there is not enough data', () => {
  expect(hasEnoughData(4, 5)).toBe(false)
  expect(hasEnoughData(5, 5)).toBe(true)
  expect(hasEnoughData(0, 0)).toBe(false)
})

it('C13, O8: what leaves the house is seen as an admin sees it who reviews: after the embargo, set aside or not', () => {
  const look = (age: number, setAside: boolean) =>
    canSeeResponse({
      viewer: OUTSIDE,
      policy: policyOf('by_hand'),
      response: { score: 1, submittedAt: NOW - age, editedAt: null, teamId: 'team', setAside },
      now: NOW,
    }).reason
  for (const setAside of [false, true]) {
    expect([look(48 * HOUR - 1, setAside), look(48 * HOUR, setAside)]).toEqual(['embargoed', null])
  }
})
