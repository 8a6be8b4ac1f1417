import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { courseOf, type Fate } from './course.ts'
import { type Happening, replay, rulesOf } from './replay.ts'
import { CHANNEL_IDS, ENDED_STATUSES, type Policy, PRESETS, SCOPES } from '../settings.ts'
import { DAY, HOUR, makeFacts, type MakeChange, MINUTE, NOW, policyOf } from '../test-facts.ts'

const SILENT: Fate = { sentAfter: 0, answeredAfter: null, failedAfter: null, takenBackAt: null }

/** A conversation ends, or is asked about by `cause`, so long after the first. */
function decided(
  after: number,
  conversation: string,
  change: MakeChange = {},
  fate: Fate | null = null,
): Happening {
  const {
    policy: _,
    now: __,
    agentId: ___,
    surveys: ____,
    ...facts
  } = makeFacts(policyOf('on_close'), change)
  const at = NOW + after
  return {
    kind: 'decision',
    at,
    facts: {
      ...facts,
      conversation: {
        ...facts.conversation,
        endedAt: at,
        lastMessageAt: at,
        id: conversation,
        ...change.conversation,
      },
    },
    windowHours: null,
    delay: 0,
    fate,
  }
}

const reopened = (after: number, conversationId: string): Happening => ({
  kind: 'reopened',
  at: NOW + after,
  conversationId,
  channel: 'email',
})

/** "asked", or the reason, for each resolution before and after. */
function outcomes(before: Policy, after: Policy, happenings: readonly Happening[]): string[] {
  const word = ({ made, decision }: { made: number; decision: { reason: string | null } }): string =>
    made > 0 ? `${made}` : decision.reason!
  return replay({ before: rulesOf(before), after: rulesOf(after) }, happenings).map(
    (each) => `${word(each.before)} → ${word(each.after)}`,
  )
}
const each = policyOf('per_resolution')

describe('§ 3.3: what a changed policy would have done', () => {
  it('§ 3.3: the same rules decide: too short for one, long enough for the other', () => {
    const after = policyOf('per_resolution', { eligibility: { min_characters: 250 } })
    const past = [decided(0, 'a'), decided(HOUR, 'b', { conversation: { characters: 250 } })]
    expect(outcomes(each, after, past)).toEqual(['1 → 1', '1 → too_short'])
  })

  it('§ 3.3: what a policy has asked counts for its own cooldown, not for the other’s', () => {
    const after = policyOf('per_resolution', { eligibility: { contact_cooldown: 'P7D' } })
    const past = [0, 3, 6, 7, 13, 14].map((day) => decided(day * DAY, `on day ${day}`))
    const no = '1 → contact_cooldown'
    expect(outcomes(each, after, past)).toEqual(['1 → 1', no, no, '1 → 1', no, '1 → 1'])
  })

  it('§ 3.3: a refused ask does not begin a cooldown', () => {
    const eligibility = { contact_cooldown: 'P7D', tags: { exclude: ['spam'] } }
    const past = [decided(0, 'a', { conversation: { tags: ['spam'] } }), decided(DAY, 'b')]
    expect(outcomes(each, policyOf('per_resolution', { eligibility }), past)).toEqual([
      '1 → tag_excluded',
      '1 → 1',
    ])
  })

  it('C5, C14: one pending survey per contact, until the real one was answered', () => {
    const after = policyOf('per_resolution', { scope: 'contact_pending' })
    const answered = { ...SILENT, answeredAfter: DAY }
    const past = [
      decided(0, 'a', {}, answered),
      decided(HOUR, 'b', {}, SILENT),
      decided(2 * DAY, 'c', {}, SILENT),
    ]
    expect(outcomes(each, after, past)).toEqual(['1 → 1', '1 → pending_survey', '1 → 1'])
  })

  it('J5: what nobody answered waits until it expires under the policy that made it', () => {
    const pending = (hours: number | null) =>
      policyOf('per_resolution', {
        scope: 'contact_pending',
        rating: { window: hours === null ? null : { from: 'sent', hours } },
      })
    const past = [decided(0, 'a'), decided(3 * DAY, 'b')]
    expect(outcomes(pending(null), pending(48), past)).toEqual(['1 → 1', 'pending_survey → 1'])
  })

  it('J3: a reopening withdraws under one policy and not under the other', () => {
    const scope = { scope: 'conversation' }
    const keep = policyOf('after_delay', { ...scope, trigger: { statuses: ['closed'], delay: 'PT0S' } })
    const past = [
      decided(0, 'a'),
      reopened(HOUR, 'a'),
      decided(2 * HOUR, 'a', { conversation: { resolution: 2 } }),
    ]
    expect(outcomes(keep, { ...keep, on_reopen: 'withdraw' }, past)).toEqual(['1 → 1', 'already_asked → 1'])
  })

  it('J3: what was taken back before a slower policy would have asked is taken back as it asks', () => {
    const late = policyOf('after_delay', { trigger: { statuses: ['closed'], delay: 'PT1H' } })
    const { facts, windowHours, delay } = decided(DAY, 'a') as Extract<Happening, { kind: 'decision' }>
    const asking = { at: NOW + DAY, facts, windowHours, delay }
    const before = { ...SILENT, takenBackAt: NOW }
    expect(courseOf(late, asking, before).survey).toMatchObject({ madeAt: NOW + DAY, withdrawnAt: NOW + DAY })
    const after = { ...SILENT, takenBackAt: NOW + 2 * DAY }
    expect(courseOf(late, asking, after).survey.withdrawnAt).toBe(NOW + 2 * DAY)
  })

  it('O2: one that is not due yet is withdrawn by a reopening under every policy', () => {
    const late = policyOf('after_delay', { trigger: { statuses: ['closed'], delay: 'PT5M' } })
    const past = [
      decided(0, 'a'),
      reopened(4 * MINUTE, 'a'),
      decided(HOUR, 'a', { conversation: { resolution: 2 } }),
    ]
    expect(outcomes(late, late, past)).toEqual(['1 → 1', '1 → 1'])
    const [first] = replay({ before: rulesOf(late), after: rulesOf(each) }, past)
    expect(first!.before.decision.facts).toMatchObject({ after: '5 minutes' })
    expect(first!.after.decision.facts).not.toHaveProperty('after')
  })

  it('J2: several entries into an ended status are one resolution, and the reason is the telling one', () => {
    const closed = policyOf('per_resolution', { trigger: { statuses: ['closed'] } })
    const at = (status: 'resolved' | 'closed', characters = 900) => ({ conversation: { status, characters } })
    const past = [decided(0, 'a', at('resolved')), decided(HOUR, 'a', at('closed'))]
    expect(outcomes(each, closed, past)).toEqual(['1 → 1'])
    const long = { ...closed, eligibility: { ...closed.eligibility, min_characters: 100 } }
    const back = [decided(0, 'a', at('closed', 9)), decided(HOUR, 'a', at('resolved', 9))]
    expect(outcomes(closed, long, back)).toEqual(['1 → too_short'])
  })

  it('C3: by hand nothing is sent by itself; what somebody sent is tried again', () => {
    const hand = policyOf('by_hand')
    const past = [
      decided(0, 'a'),
      decided(HOUR, 'a', { cause: 'hand' }, SILENT),
      decided(2 * HOUR, 'b'),
      decided(3 * HOUR, 'b', { cause: 'hand' }),
    ]
    // The automatic one asks first, and has one survey for each resolution.
    expect(outcomes(hand, each, past)).toEqual(['1 → 1', 'pending_survey → 1'])
    expect(outcomes(hand, { ...hand, enabled: false }, past)).toEqual([
      '1 → csat_off',
      'pending_survey → csat_off',
    ])
  })

  it('§ 3.3: what is not replayed stays as it was for both', () => {
    const course = {
      conversationId: 'old',
      resolution: 1,
      madeAt: NOW - 40 * DAY,
      sentAt: NOW - 40 * DAY,
      rateUntil: null,
      answeredAt: NOW + DAY,
      failedAt: null,
      withdrawnAt: null,
    }
    const past: Happening[] = [
      { kind: 'survey', at: course.madeAt, survey: course },
      decided(0, 'a'),
      reopened(HOUR, 'old'),
      decided(2 * DAY, 'b'),
    ]
    const pending = { ...each, scope: 'contact_pending' as const, on_reopen: 'keep' as const }
    expect(outcomes(pending, pending, past)).toEqual(['pending_survey → pending_survey', '1 → 1'])
    expect(course.withdrawnAt).toBeNull()
  })

  const change = fc.record({
    after: fc.integer({ min: 1, max: 30 * 24 }).map((hours) => hours * HOUR),
    conversation: fc.constantFrom('a', 'b', 'c'),
    kind: fc.constantFrom('decided', 'decided', 'reopened'),
    status: fc.constantFrom(...ENDED_STATUSES),
    resolution: fc.integer({ min: 1, max: 3 }),
    characters: fc.integer({ min: 0, max: 500 }),
    cause: fc.constantFrom('status_change', 'status_change', 'hand', 'api', 'workflow'),
    channel: fc.constantFrom(...CHANNEL_IDS),
    sample: fc.integer({ min: 0, max: 99 }),
    fate: fc.option(fc.record({ ...fateParts() })),
  })
  const histories = fc
    .array(change, { maxLength: 25 })
    .map((changes) =>
      changes
        .toSorted((one, other) => one.after - other.after)
        .map(({ after, conversation, kind, fate, status, resolution, characters, cause, channel, sample }) =>
          kind === 'reopened'
            ? reopened(after, conversation)
            : decided(
                after,
                conversation,
                { cause, channel, sample, conversation: { status, resolution, characters } } as MakeChange,
                fate,
              ),
        ),
    )
  const policies = fc
    .record({
      preset: fc.constantFrom(...PRESETS),
      scope: fc.constantFrom(...SCOPES),
      cooldown: fc.constantFrom(null, 'PT12H', 'P7D'),
      percent: fc.integer({ min: 0, max: 100 }),
      onReopen: fc.constantFrom('keep', 'withdraw'),
      delay: fc.constantFrom('PT0S', 'PT5M', 'PT72H'),
    })
    .map(({ preset, scope, cooldown, percent, onReopen, delay }) => {
      const policy = policyOf(preset, { scope, on_reopen: onReopen, trigger: { delay } })
      const eligibility = { ...policy.eligibility, contact_cooldown: cooldown, sample_percent: percent }
      return { ...policy, eligibility }
    })

  it('§ 3.3: an unchanged policy changes nothing, and which of two comes first makes no difference', () => {
    fc.assert(
      fc.property(policies, policies, histories, (one, other, past) => {
        const there = replay({ before: rulesOf(one), after: rulesOf(other) }, past)
        const back = replay({ before: rulesOf(other), after: rulesOf(one) }, past)
        expect(there.map(({ before }) => before)).toEqual(back.map(({ after }) => after))
        for (const { before, after } of replay({ before: rulesOf(one), after: rulesOf(one) }, past)) {
          expect(after).toEqual(before)
        }
      }),
    )
  })

  it('C1: switched off, nobody is asked, whatever happened', () => {
    fc.assert(
      fc.property(policies, histories, (policy, past) => {
        for (const { after } of replay(
          { before: rulesOf(policy), after: rulesOf({ ...policy, enabled: false }) },
          past,
        )) {
          expect(after).toMatchObject({ made: 0, decision: { reason: 'csat_off' } })
        }
      }),
    )
  })

  it('A5: within a cooldown a policy by itself asks a contact once', () => {
    fc.assert(
      fc.property(policies, histories, (policy, past) => {
        const resting = { ...policy, eligibility: { ...policy.eligibility, contact_cooldown: 'P90D' } }
        const automatic = past.filter(
          (happening) => happening.kind !== 'decision' || happening.facts.cause === 'status_change',
        )
        const results = replay({ before: rulesOf(resting), after: rulesOf(resting) }, automatic)
        expect(results.reduce((sum, { after }) => sum + after.made, 0)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

function fateParts() {
  const span = fc.option(fc.integer({ min: 0, max: 5 * 24 }).map((hours) => hours * HOUR))
  return { sentAfter: span, answeredAfter: span, failedAfter: span, takenBackAt: fc.constant(null) }
}
