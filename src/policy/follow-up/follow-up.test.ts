import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CASE_OUTCOMES,
  escalateTo,
  followUpOf,
  type FollowUpMember,
  knowsAt,
  planCase,
  recoveryRate,
} from './follow-up.ts'
import { mergePatch, type Policy, PRESETS, ROLES } from '../settings.ts'
import { NOW, policyOf } from '../test-facts.ts'
import { canSeeResponse } from '../view.ts'

const HOUR = 3_600_000
const TEAM = 'team-a'
const person = (
  id: string,
  role: FollowUpMember['role'],
  teamIds = [TEAM],
  lastGiven = 0,
): FollowUpMember => ({
  id,
  role,
  teamIds,
  lastGiven,
})
const MEMBERS = [
  person('agent-1', 'agent'),
  person('agent-2', 'agent'),
  person('lead', 'lead'),
  person('other-lead', 'lead', ['team-b']),
  person('admin', 'admin', []),
  person('owner', 'owner', []),
]

function facts(policy: Policy, answer: object = {}, rest: object = {}) {
  return {
    policy,
    answer: { score: 1, teamId: TEAM as string | null, givenAt: NOW, ...answer },
    teamId: TEAM as string | null,
    assigneeId: 'agent-1' as string | null,
    agentId: 'agent-2' as string | null,
    members: MEMBERS,
    openedAt: NOW,
    counts: true,
    hasOpenCase: false,
    ...rest,
  }
}

describe('A6: whether an answer opens a case', () => {
  const open = policyOf('on_close')

  it('A6: a 1 or 2 does, a 3 does not, and what is low is the question’s own word', () => {
    expect([1, 2, 3, 5].map((score) => followUpOf(facts(open, { score })).reason)).toEqual([
      null,
      null,
      'not_low',
      'not_low',
    ])
    const stricter = policyOf('on_close', { question: { low_until: 1 } })
    expect(followUpOf(facts(stricter, { score: 2 })).reason).toBe('not_low')
  })

  it('A6: the first refusal wins: does not count, open already, not low, switched off', () => {
    const off = policyOf('by_hand')
    const all = { counts: false, hasOpenCase: true }
    expect(followUpOf(facts(off, { score: 5 }, all)).reason).toBe('does_not_count')
    expect(followUpOf(facts(off, { score: 5 }, { ...all, counts: true })).reason).toBe('case_open')
    expect(followUpOf(facts(off, { score: 5 })).reason).toBe('not_low')
    expect(followUpOf(facts(off)).reason).toBe('follow_up_off')
  })

  it('A6: due after the policy’s hours, reopened only where the policy says so', () => {
    expect(planCase(facts(open))).toMatchObject({ dueAt: NOW + 24 * HOUR, reopenAt: null })
    const quick = policyOf('on_close', { follow_up: { due_hours: 2, reopen: true } })
    expect(planCase(facts(quick))).toMatchObject({ dueAt: NOW + 2 * HOUR, reopenAt: NOW })
  })
})

describe('A6: whose a case is', () => {
  const by = (rule: string, rest: object = {}, patch: object = {}) => {
    const { ownerId, ownerBecause } = planCase(
      facts(policyOf('on_close', { follow_up: { owner_rule: rule }, ...patch }), {}, rest),
    )
    return [ownerId, ownerBecause]
  }

  it('A6: the assignee, else who the answer is credited to, else a lead, else an admin', () => {
    expect(by('assignee')).toEqual(['agent-1', 'assignee'])
    expect(by('assignee', { assigneeId: null })).toEqual(['agent-2', 'credited'])
    expect(by('assignee', { assigneeId: 'gone', agentId: null })).toEqual(['lead', 'team_lead'])
    const heads = MEMBERS.filter(({ role }) => role !== 'lead')
    expect(by('assignee', { assigneeId: null, agentId: null, members: heads })).toEqual(['admin', 'admin'])
    expect(by('assignee', { members: [] })).toEqual([null, 'nobody_may_see'])
  })

  it('A6: the lead of the team; without a team, any lead', () => {
    expect(by('team_lead')).toEqual(['lead', 'team_lead'])
    expect(by('team_lead', { teamId: 'team-b' })).toEqual(['other-lead', 'team_lead'])
    expect(by('team_lead', { teamId: 'team-c' })).toEqual(['admin', 'admin'])
    expect(by('team_lead', { teamId: null })).toEqual(['lead', 'team_lead'])
  })

  it('C12: nobody is given what the policy never shows him', () => {
    const closed = { visibility: { individual_roles: ['owner', 'admin'] } }
    expect(by('assignee', {}, closed)).toEqual(['admin', 'admin'])
    expect(by('round_robin', {}, closed)).toEqual(['admin', 'admin'])
    expect(by('assignee', {}, { visibility: { individual_roles: [] } })).toEqual([null, 'nobody_may_see'])
  })

  it('A6: taking turns gives everybody of the team the same, whoever else there is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 40 }), (people, cases) => {
        const policy = policyOf('on_close', { follow_up: { owner_rule: 'round_robin' } })
        const team = Array.from({ length: people }, (_, at) => person(`m${at}`, 'agent'))
        const given = new Map(team.map(({ id }) => [id, 0]))
        const last = new Map<string, number>()
        for (let turn = 1; turn <= cases; turn++) {
          const members = [...team, person('stranger', 'agent', ['team-b']), person('z', 'admin', [])].map(
            (member) => ({ ...member, lastGiven: last.get(member.id) ?? 0 }),
          )
          const { ownerId } = planCase(facts(policy, {}, { members }))
          given.set(ownerId!, (given.get(ownerId!) ?? 0) + 1)
          last.set(ownerId!, turn)
        }
        const counts = [...given.values()]
        return given.size === people && Math.max(...counts) - Math.min(...counts) <= 1
      }),
    )
  })
})

describe('C13: who is told, and when', () => {
  it('A6: the leads of the team and the owner, at once where nothing is closed', () => {
    expect(planCase(facts(policyOf('on_close'))).alerts).toEqual([
      { memberId: 'agent-1', at: NOW },
      { memberId: 'lead', at: NOW },
    ])
  })

  it('A6: without a lead who may know, owners and admins', () => {
    expect(
      planCase(facts(policyOf('on_close'), {}, { teamId: 'team-c' })).alerts.map(({ memberId }) => memberId),
    ).toEqual(['admin', 'agent-1', 'owner'])
  })

  it('C13: nobody before the embargo ends, and the clock and the reopening wait for it', () => {
    const policy = policyOf('by_hand', { follow_up: { open_case: true, reopen: true } })
    expect(planCase(facts(policy))).toMatchObject({
      ownerId: 'admin',
      dueAt: NOW + 72 * HOUR,
      reopenAt: NOW + 48 * HOUR,
      alerts: [
        { memberId: 'admin', at: NOW + 48 * HOUR },
        { memberId: 'owner', at: NOW + 48 * HOUR },
      ],
    })
  })

  it('C13: opened when the embargo is over, everything counts from then', () => {
    const policy = policyOf('by_hand', { follow_up: { open_case: true, reopen: true } })
    const openedAt = NOW + 60 * HOUR
    expect(planCase(facts(policy, {}, { openedAt }))).toMatchObject({
      dueAt: openedAt + 24 * HOUR,
      reopenAt: openedAt,
      alerts: [
        { memberId: 'admin', at: openedAt },
        { memberId: 'owner', at: openedAt },
      ],
    })
  })

  it('A6: what nobody may ever see is told to nobody, and is still due', () => {
    const policy = policyOf('on_close', { visibility: { individual_roles: [] } })
    expect(planCase(facts(policy))).toMatchObject({ ownerId: null, dueAt: NOW + 24 * HOUR, alerts: [] })
  })

  it('C13: the lead on duty at once where the policy lets him; the reopening still waits, since all see it', () => {
    const policy = policyOf('by_hand', {
      visibility: { lead_sees_low_at_once: true },
      follow_up: { open_case: true, reopen: true },
    })
    expect(planCase(facts(policy))).toMatchObject({
      ownerId: 'lead',
      dueAt: NOW + 24 * HOUR,
      reopenAt: NOW + 48 * HOUR,
      alerts: [{ memberId: 'lead', at: NOW }],
    })
  })

  it('A6: late, leads and heads hear of it who may know by then', () => {
    const policy = policyOf('by_hand', { follow_up: { open_case: true } })
    expect(escalateTo(facts(policy), NOW + 47 * HOUR)).toEqual([])
    expect(escalateTo(facts(policy), NOW + 48 * HOUR)).toEqual(['admin', 'owner'])
    expect(escalateTo(facts(policyOf('on_close')), NOW)).toEqual(['admin', 'lead', 'owner'])
  })

  it('C13: for any policy, answer and member, nobody is given or told what he may not see then', () => {
    const patch = fc.record({
      visibility: fc.record({
        embargo_hours: fc.constantFrom(0, 1, 48),
        individual_roles: fc.subarray([...ROLES]),
        lead_sees_low_at_once: fc.boolean(),
      }),
      follow_up: fc.record({
        open_case: fc.constant(true),
        reopen: fc.boolean(),
        due_hours: fc.integer({ min: 1, max: 72 }),
        owner_rule: fc.constantFrom('assignee', 'team_lead', 'round_robin'),
      }),
    })
    fc.assert(
      fc.property(
        fc.constantFrom(...PRESETS),
        patch,
        fc.integer({ min: 1, max: 5 }),
        fc.option(fc.constantFrom('team-a', 'team-b')),
        (preset, own, score, teamId) => {
          const policy = mergePatch(policyOf(preset), own) as Policy
          const given = facts(policy, { score, teamId }, { teamId })
          const plan = planCase(given)
          const response = { score, teamId, submittedAt: NOW, editedAt: null, setAside: false }
          for (const { memberId, at } of plan.alerts) {
            const viewer = { ...MEMBERS.find(({ id }) => id === memberId)!, reviews: false }
            expect(canSeeResponse({ viewer, policy, response, now: at }).allowed).toBe(true)
            expect(at === NOW || !canSeeResponse({ viewer, policy, response, now: at - 1 }).allowed).toBe(
              true,
            )
          }
          const owner = MEMBERS.find(({ id }) => id === plan.ownerId)
          expect(owner === undefined || knowsAt(given, owner) !== null).toBe(true)
          const first = Math.min(...plan.alerts.map(({ at }) => at))
          const begins = Number.isFinite(first) ? first : NOW
          expect(plan.dueAt).toBe(begins + own.follow_up.due_hours * HOUR)
          expect(plan.reopenAt === null || plan.reopenAt >= NOW + own.visibility.embargo_hours * HOUR).toBe(
            true,
          )
        },
      ),
    )
  })
})

it('A7: recovered, of those closed but for the not genuine ones', () => {
  const none = Object.fromEntries(CASE_OUTCOMES.map((outcome) => [outcome, 0])) as Parameters<
    typeof recoveryRate
  >[0]
  expect(recoveryRate(none, 5)).toEqual({ value: null, n: 0, interval: null, enough_data: false })
  const closed = { recovered: 3, not_recovered: 1, no_answer: 2, not_genuine: 10 }
  expect(recoveryRate(closed, 5)).toMatchObject({ value: 0.5, n: 6, enough_data: true })
  expect(recoveryRate(closed, 7).enough_data).toBe(false)
})

it('A6: by preset, owner rule and score: owner, hours until due, hours until told', async () => {
  const rows = PRESETS.flatMap((preset) =>
    (['assignee', 'team_lead', 'round_robin'] as const).flatMap((rule) =>
      [false, true].flatMap((bypass) =>
        [1, 3].map((score) => {
          const policy = policyOf(preset, {
            follow_up: { owner_rule: rule, reopen: true },
            visibility: { lead_sees_low_at_once: bypass },
          })
          const on = mergePatch(policy, { follow_up: { open_case: true } }) as Policy
          const plan = followUpOf(facts(on, { score }))
          const given = followUpOf(facts(policy, { score })).reason ?? 'opens'
          const hours = (at: number | null): string => (at === null ? '–' : String((at - NOW) / HOUR))
          const told = plan.open
            ? plan.alerts.map(({ memberId, at }) => `${memberId} ${hours(at)}`).join(', ')
            : plan.reason
          return [
            preset,
            rule,
            bypass ? 'at once' : 'no',
            String(score),
            given,
            plan.open ? `${plan.ownerId}` : '–',
            plan.open ? hours(plan.dueAt) : '–',
            plan.open ? hours(plan.reopenAt) : '–',
            told,
          ]
        }),
      ),
    ),
  )
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const heads = [
    'preset',
    'owner rule',
    'lead sees low',
    'score',
    'as preset',
    'owner if on',
    'due in h',
    'reopened in h',
    'told in h',
  ]
  const table = [line(heads), line(heads.map(() => '---')), ...rows.map(line), ''].join('\n')
  await expect(table).toMatchFileSnapshot('follow-up.table.md')
})
