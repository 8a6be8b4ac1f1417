import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attributeTo } from './attribution.ts'
import { describeDuration, formatIsoDuration, parseDuration } from './duration.ts'
import { FIELDS } from './fields.ts'
import { presetPolicy } from './presets.ts'
import { averageOf, SCORE_FACES, splitOf, wilson95 } from './score.ts'
import { CHANNEL_IDS, mergePatch, type Policy, policyForChannel, PRESETS } from './settings.ts'
import { applySettings, changedFields, validatePolicy } from './validate.ts'

const fieldsOf = (policy: unknown): string[] => {
  const result = validatePolicy(policy)
  return result.ok ? [] : result.problems.map(({ field }) => field)
}
const patched = (patch: object) => mergePatch(presetPolicy('by_hand'), patch)

describe('presets', () => {
  it('C1, O1: every preset is valid, and off', () => {
    for (const preset of PRESETS) {
      expect(fieldsOf(presetPolicy(preset))).toEqual([])
      expect(presetPolicy(preset).enabled).toBe(false)
    }
  })

  it('I12, O2, J1, J5: the presets say what SPEC § 4 says', () => {
    expect(presetPolicy('by_hand')).toMatchObject({
      trigger: { mode: 'by_hand', statuses: ['resolved', 'closed'] },
      scope: 'contact_pending',
      rating: { window: null, edit: { mode: 'never' }, comment_locks: false },
      visibility: {
        embargo_hours: 48,
        individual_roles: ['owner', 'admin'],
        score_in_timeline: false,
        min_n: 5,
      },
    })
    expect(presetPolicy('on_close')).toMatchObject({
      trigger: { mode: 'automatic', statuses: ['closed'], delay: 'PT0S' },
      eligibility: {
        min_characters: 250,
        max_idle: 'P7D',
        require_teammate_reply: true,
        exclude_group: true,
        include_automated_outbound: false,
      },
      scope: 'teammate',
      rating: { edit: { mode: 'latest_wins' }, comment_locks: true },
    })
    expect(presetPolicy('after_delay')).toMatchObject({
      trigger: { statuses: ['resolved'], delay: 'PT5M' },
      scope: 'conversation',
      attribution: 'assignee',
      question: { scale: 'emoji' },
    })
    expect(presetPolicy('per_resolution')).toMatchObject({
      trigger: { statuses: ['resolved', 'closed', 'pending_closure', 'closure_scheduled'] },
      scope: 'resolution',
      on_reopen: 'withdraw',
      rating: { window: { from: 'sent', hours: 168 }, edit: { mode: 'never' } },
    })
    const enabled = (preset: (typeof PRESETS)[number]) =>
      CHANNEL_IDS.filter((id) => presetPolicy(preset).trigger.channels[id]?.enabled)
    expect(enabled('by_hand')).toHaveLength(12)
    expect(enabled('on_close')).toEqual(['web_chat', 'email'])
    expect(enabled('after_delay')).toEqual([])
    expect(enabled('per_resolution')).toHaveLength(12)
  })
})

describe('validation', () => {
  it.each([
    [{ trigger: { delay: 'PT73H' } }, 'trigger.delay'],
    [{ trigger: { delay: '5 minutes' } }, 'trigger.delay'],
    [{ trigger: { statuses: ['open'] } }, 'trigger.statuses'],
    [{ trigger: { statuses: [] } }, 'trigger.statuses'],
    [{ trigger: { channels: { fax: { enabled: true } } } }, 'trigger.channels.fax'],
    [{ trigger: { channels: { email: { enabled: 'yes' } } } }, 'trigger.channels.email.enabled'],
    [
      { trigger: { channels: { email: { question: { scale: 'hearts' } } } } },
      'trigger.channels.email.question.scale',
    ],
    [
      { trigger: { channels: { email: { trigger: { channels: {} } } } } },
      'trigger.channels.email.trigger.channels',
    ],
    [
      { trigger: { channels: { email: { rating: { window: { hours: 5 } } } } } },
      'trigger.channels.email.rating.window.from',
    ],
    [{ eligibility: { min_characters: -1 } }, 'eligibility.min_characters'],
    [{ eligibility: { sample_percent: 50.5 } }, 'eligibility.sample_percent'],
    [{ rating: { window: { from: 'never', hours: 5 } } }, 'rating.window.from'],
    [{ rating: { edit: { mode: 'window' } } }, 'rating.edit.hours'],
    [{ question: { message: '   ' } }, 'question.message'],
    [{ question: { message: 'x'.repeat(501) } }, 'question.message'],
    [{ question: { satisfied_from: 3 } }, 'question.satisfied_from'],
    [{ question: { translations: { 'not a tag': 'x' } } }, 'question.translations'],
    [{ question: { reasons: Array.from({ length: 21 }, (_, index) => String(index)) } }, 'question.reasons'],
    [{ visibility: { individual_roles: ['customer'] } }, 'visibility.individual_roles'],
    [{ visbility: {} }, 'visbility'],
    [{ enabled: null }, 'enabled'],
  ])('C1: %j is refused at %s', (patch, field) => {
    expect(fieldsOf(patched(patch))).toEqual([field])
  })

  it('C1: any single field set to something strange is refused by its name', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FIELDS),
        fc.constantFrom(...PRESETS),
        fc.constantFrom<unknown>(-7, 1.5, '\0', 'nonsense', [[]], true, {}),
        (field, preset, strange) => {
          const before = mergePatch(presetPolicy(preset), { rating: { window: { from: 'sent', hours: 5 } } })
          const keys = field.path.split('.')
          const patch = keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), strange)
          const problems = fieldsOf(mergePatch(before, patch))
          const isFine = problems.length === 0
          if (isFine) expect(fieldsOf(JSON.parse(JSON.stringify(mergePatch(before, patch))))).toEqual([])
          else expect(problems.every((problem) => problem.startsWith(field.path))).toBe(true)
        },
      ),
    )
  })

  it('I2: a preset replaces all but the main switch; the patch is merged over it', () => {
    const current = { preset: 'by_hand' as const, policy: { ...presetPolicy('by_hand'), enabled: true } }
    const result = applySettings(current, { preset: 'on_close', policy: { scope: 'resolution' } })
    expect(result).toMatchObject({
      ok: true,
      preset: 'on_close',
      policy: { enabled: true, scope: 'resolution', on_reopen: 'keep' },
    })
    expect(applySettings(current, { policy: [] })).toMatchObject({ ok: false })
  })

  it('I5: null takes a window away again', () => {
    const current = { preset: 'per_resolution' as const, policy: presetPolicy('per_resolution') }
    const result = applySettings(current, { policy: { rating: { window: null } } })
    expect(result.ok && result.policy.rating.window).toBeNull()
  })

  it('J11: what changed is named by its path', () => {
    const before = presetPolicy('by_hand')
    const after = mergePatch(before, {
      question: { message: 'Well?' },
      rating: { window: { from: 'sent', hours: 1 } },
    })
    expect(changedFields(before, after).toSorted()).toEqual(['question.message', 'rating.window'])
  })
})

describe('merge patch', () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.integer(),
      fc.string(),
      fc.array(tie('value'), { maxLength: 2 }),
      tie('object'),
    ),
    object: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), tie('value'), { maxKeys: 3 }),
  }))

  it('C1: applied twice it is applied once, nothing else is touched, and nulls are gone (RFC 7396)', () => {
    fc.assert(
      fc.property(json.object, json.object, (target, patch) => {
        const before = JSON.stringify(target)
        const once = mergePatch(target, patch)
        expect(mergePatch(once, patch)).toEqual(once)
        expect(JSON.stringify(target)).toBe(before)
        for (const [key, value] of Object.entries(patch)) {
          expect(Object.hasOwn(once as object, key)).toBe(value !== null)
        }
      }),
    )
  })

  it('O1: a channel differs only in what it says', () => {
    const policy = patched({
      trigger: { channels: { sms: { question: { scale: 'thumbs' }, trigger: { delay: 'PT1H' } } } },
    }) as Policy
    expect(policyForChannel(policy, 'email')).toBe(policy)
    const sms = policyForChannel(policy, 'sms')
    expect(sms).toMatchObject({
      question: { scale: 'thumbs', low_until: 2 },
      trigger: { delay: 'PT1H', mode: 'by_hand' },
    })
  })
})

describe('durations', () => {
  it('O2: are read and written as ISO 8601, months and years have no length', () => {
    expect(parseDuration('P1DT2H3M4S')).toBe(93_784_000)
    for (const wrong of ['', 'P', 'PT', '5M', 'P1M', 'P1Y', 'PT-5M', 'PT5X', 'P1DT'])
      expect(parseDuration(wrong)).toBeNull()
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
        expect(parseDuration(formatIsoDuration(seconds * 1000))).toBe(seconds * 1000)
      }),
    )
    expect(describeDuration(5_400_000)).toBe('1 hour 30 minutes')
    expect(describeDuration(0)).toBe('at once')
  })
})

describe('scores', () => {
  it('I17: positive 4–5, neutral 2–3, negative 1', () => {
    expect(splitOf({ 1: 1, 2: 10, 3: 100, 4: 1000, 5: 10_000 })).toEqual({
      positive: 11_000,
      neutral: 110,
      negative: 1,
    })
    expect(averageOf({ 1: 2, 2: 2, 3: 2, 4: 2, 5: 2 })).toBe(3)
    expect(averageOf({ 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 })).toBeNull()
  })

  it('O4: the five faces', () => {
    expect(Object.values(SCORE_FACES).map(({ emoji, label }) => `${emoji} ${label}`)).toEqual([
      '😡 Terrible',
      '😞 Poor',
      '😐 Okay',
      '🙂 Good',
      '😍 Excellent',
    ])
  })

  it.each([
    [430, 474, 0.877676, 0.930124],
    [10, 14, 0.453509, 0.882786],
    [960, 1200, 0.776427, 0.821659],
    [4, 4, 0.510109, 1],
    [0, 5, 0, 0.434482],
  ])('A10: the Wilson interval of %d of %d', (successes, n, low, high) => {
    const interval = wilson95(successes, n)
    expect(interval.low).toBeCloseTo(low, 6)
    expect(interval.high).toBeCloseTo(high, 6)
  })

  it('A10: an interval holds the share it is of', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const successes = Math.floor(share * n)
          const { low, high } = wilson95(successes, n)
          expect(low).toBeLessThanOrEqual(successes / n + 1e-12)
          expect(high).toBeGreaterThanOrEqual(successes / n - 1e-12)
          expect(low >= 0 && high <= 1).toBe(true)
        },
      ),
    )
  })

  it('I7: the rating belongs to whom the policy says, else to the next best', () => {
    const people = { lastTeammateId: 'last', assigneeId: 'assignee', resolverId: 'resolver' }
    expect(attributeTo({ attribution: 'last_teammate' }, people)).toBe('last')
    expect(attributeTo({ attribution: 'assignee' }, people)).toBe('assignee')
    expect(attributeTo({ attribution: 'resolver' }, people)).toBe('resolver')
    expect(attributeTo({ attribution: 'assignee' }, { ...people, assigneeId: null })).toBe('last')
  })
})
