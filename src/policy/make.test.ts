import { describe, expect, it } from 'vitest'
import { canMake, type Cause, isEligible } from './make.ts'
import { ENDED_STATUSES, PRESETS, type Preset } from './settings.ts'
import { DAY, HOUR, knownSurvey, makeFacts, type MakeChange, NOW, policyOf } from './test-facts.ts'

/** The reason, or null when a survey may be made. */
function reasonFor(preset: Preset, change: MakeChange = {}, patch: object = {}) {
  return canMake(makeFacts(policyOf(preset, patch), change)).reason
}

const EXPLICIT: Cause[] = ['hand', 'api', 'workflow']

describe('on or off', () => {
  it.each(PRESETS)('C1, O1: %s, switched off, asks nobody, whoever says so', (preset) => {
    for (const cause of ['status_change', ...EXPLICIT] as Cause[]) {
      expect(reasonFor(preset, { cause }, { enabled: false })).toBe('csat_off')
    }
  })

  it('O1: each channel has its own switch, for asking by hand too', () => {
    const patch = { trigger: { channels: { email: { enabled: false } } } }
    for (const preset of PRESETS.filter((name) => name !== 'by_hand')) {
      const conversation = { status: 'resolved' as const }
      expect(reasonFor(preset, { cause: 'hand', conversation }, patch)).toBe('channel_off')
      expect(reasonFor(preset, { cause: 'hand', conversation, channel: 'sms' }, patch)).toBeNull()
    }
    expect(reasonFor('on_close', {}, patch)).toBe('channel_off')
  })

  it('I1: users and leads have separate switches', () => {
    const noLeads = { trigger: { audiences: { leads: false } } }
    const noUsers = { trigger: { audiences: { users: false } } }
    expect(reasonFor('on_close', { contact: { kind: 'lead' } }, noLeads)).toBe('audience_off')
    expect(reasonFor('on_close', { contact: { kind: 'user' } }, noLeads)).toBeNull()
    expect(reasonFor('on_close', { contact: { kind: 'user' } }, noUsers)).toBe('audience_off')
    expect(reasonFor('on_close', { contact: { kind: 'lead' } }, noUsers)).toBeNull()
  })

  it('I2: the same conversation, asked about under the changed policy, gets the changed answer', () => {
    expect(reasonFor('on_close', {}, { enabled: false })).toBe('csat_off')
    expect(reasonFor('on_close', {}, { enabled: true })).toBeNull()
  })
})

describe('the moment', () => {
  it('C3: by hand, resolving asks only when the agent says so', () => {
    expect(reasonFor('by_hand')).toBe('not_by_hand')
    expect(reasonFor('by_hand', { choice: 'send' })).toBeNull()
  })

  it.each(PRESETS)('C3: %s, resolved without a survey on purpose', (preset) => {
    const facts = makeFacts(policyOf(preset, { trigger: { statuses: ['closed'] } }), { choice: 'skip' })
    expect(canMake(facts)).toMatchObject({ reason: 'not_by_hand', facts: { skipped: true } })
  })

  it('C4: by hand from the statuses of the policy, never from an active one', () => {
    const reasons = (['open', 'snoozed', 'pending_closure', 'resolved', 'closed'] as const).map((status) =>
      reasonFor('by_hand', { cause: 'hand', conversation: { status } }),
    )
    expect(reasons).toEqual(['status_not_ended', 'status_not_ended', 'status_not_ended', null, null])
  })

  it('C4: by hand in an automatic workspace from any ended status', () => {
    for (const status of ENDED_STATUSES) {
      expect(reasonFor('on_close', { cause: 'hand', conversation: { status } })).toBeNull()
    }
    expect(reasonFor('on_close', { cause: 'hand', conversation: { status: 'open' } })).toBe(
      'status_not_ended',
    )
  })

  it('J1, J12: every ended status asks, the customer’s own wish to close among them', () => {
    for (const status of ENDED_STATUSES) {
      expect(reasonFor('per_resolution', { conversation: { status } })).toBeNull()
    }
  })

  it.each(PRESETS)('I18: %s, snoozing asks nobody', (preset) => {
    expect(reasonFor(preset, { conversation: { status: 'snoozed', endedAt: null } })).toBe('status_not_ended')
  })

  it('I13: a workflow asks whenever it says so, from an open conversation too', () => {
    const conversation = { status: 'open' as const, endedAt: null }
    for (const preset of PRESETS) expect(reasonFor(preset, { cause: 'workflow', conversation })).toBeNull()
  })

  it('I11: an app of the workspace shows its card instead; by hand ours can still be sent', () => {
    expect(reasonFor('on_close', { closingApp: true })).toBe('replaced_by_app')
    expect(reasonFor('on_close', { closingApp: true, cause: 'hand' })).toBeNull()
  })
})

describe('which conversations', () => {
  const tooShort = { characters: 10, lastMessageAt: NOW - 30 * DAY, teammateMessages: 0 }

  it('I12: 250 characters are not enough, 251 are', () => {
    expect(reasonFor('on_close', { conversation: { characters: 250 } })).toBe('too_short')
    expect(reasonFor('on_close', { conversation: { characters: 251 } })).toBeNull()
  })

  it('I12: a minimum of 0 is no minimum', () => {
    expect(reasonFor('per_resolution', { conversation: { characters: 0 } })).toBeNull()
  })

  it('I12: closed 7 days after the last reply is in time, a millisecond later is not', () => {
    expect(reasonFor('on_close', { conversation: { lastMessageAt: NOW - 7 * DAY } })).toBeNull()
    expect(reasonFor('on_close', { conversation: { lastMessageAt: NOW - 7 * DAY - 1 } })).toBe('too_old')
  })

  it('I12: the week ends at the close, however late the decision is made', () => {
    const conversation = { lastMessageAt: NOW - 6 * DAY, endedAt: NOW }
    expect(reasonFor('on_close', { now: NOW + 3 * DAY, conversation })).toBeNull()
  })

  it('I12: no teammate took part', () => {
    expect(reasonFor('on_close', { conversation: { teammateMessages: 0 } })).toBe('no_teammate_reply')
  })

  it('I12: exactly one contact', () => {
    expect(reasonFor('on_close', { conversation: { contactCount: 2 } })).toBe('group_conversation')
    expect(reasonFor('on_close', { cause: 'hand', conversation: { contactCount: 2 } })).toBe(
      'group_conversation',
    )
    expect(reasonFor('per_resolution', { conversation: { contactCount: 2 } })).toBeNull()
  })

  it('I3, I12: what a teammate started counts as a reply, and can be left out', () => {
    const outbound = { conversation: { origin: 'direct_outbound' as const, teammateMessages: 1 } }
    expect(reasonFor('on_close', outbound)).toBeNull()
    const without = { eligibility: { include_direct_outbound: false } }
    expect(reasonFor('on_close', outbound, without)).toBe('direct_outbound_excluded')
    expect(reasonFor('on_close', { ...outbound, cause: 'hand' }, without)).toBeNull()
  })

  it.each(['api', 'workflow'] as const)('I4: started by %s: left out, unless included', (origin) => {
    const included = { eligibility: { include_automated_outbound: true } }
    expect(reasonFor('on_close', { conversation: { origin } })).toBe('automated_outbound_excluded')
    expect(reasonFor('on_close', { conversation: { origin } }, included)).toBeNull()
    const alone = { conversation: { origin, teammateMessages: 0 } }
    expect(reasonFor('on_close', alone, included)).toBe('no_teammate_reply')
  })

  it('I13: by hand, API and workflow pass none of the automatic eligibility', () => {
    const tags = { eligibility: { tags: { exclude: ['spam'] }, sample_percent: 0, contact_cooldown: 'P30D' } }
    for (const cause of EXPLICIT) {
      const conversation = { ...tooShort, tags: ['spam'], supportMessages: 1 }
      expect(reasonFor('on_close', { cause, conversation, contact: { lastAskedAt: NOW } }, tags)).toBeNull()
    }
  })

  it('I13: a workflow needs a word from teammate, bot or workflow', () => {
    const nobody = { supportMessages: 0, teammateMessages: 0 }
    expect(reasonFor('on_close', { cause: 'workflow', conversation: nobody })).toBe('no_support_message')
    const bot = { ...nobody, supportMessages: 1 }
    expect(reasonFor('on_close', { cause: 'workflow', conversation: bot })).toBeNull()
  })

  it('I13: a workflow does not ask groups, whatever the policy says about them', () => {
    const conversation = { contactCount: 2 }
    expect(reasonFor('per_resolution', { cause: 'workflow', conversation })).toBe('group_conversation')
  })

  it('I13: nothing after a teammate’s first outbound message; a workflow’s own needs no reply', () => {
    const first = { messages: 1, supportMessages: 1, teammateMessages: 1 }
    const outbound = { ...first, origin: 'direct_outbound' as const }
    const ask = (conversation: MakeChange['conversation']) =>
      reasonFor('on_close', { cause: 'workflow', conversation: conversation! })
    expect(ask(outbound)).toBe('outbound_without_follow_up')
    expect(ask({ ...outbound, messages: 2 })).toBeNull()
    expect(ask({ ...first, teammateMessages: 0, origin: 'workflow' })).toBeNull()
  })

  it('A5: tags include and exclude', () => {
    const only = { eligibility: { tags: { include: ['billing', 'bug'] } } }
    const never = { eligibility: { tags: { exclude: ['spam'] } } }
    expect(reasonFor('per_resolution', { conversation: { tags: ['bug'] } }, only)).toBeNull()
    expect(reasonFor('per_resolution', { conversation: { tags: ['praise'] } }, only)).toBe('tag_excluded')
    expect(reasonFor('per_resolution', { conversation: { tags: ['spam'] } }, never)).toBe('tag_excluded')
  })

  it('A5: a sample is drawn below the percentage; 0 is nobody, 100 everybody', () => {
    const draw = (sample: number, percent: number) =>
      reasonFor('per_resolution', { sample }, { eligibility: { sample_percent: percent } })
    expect([draw(0, 0), draw(29.9, 30), draw(30, 30), draw(99.99, 100)]).toEqual([
      'not_sampled',
      null,
      'not_sampled',
      null,
    ])
  })

  it('A5: a contact rests between two asks, across conversations', () => {
    const rest = { eligibility: { contact_cooldown: 'P30D' } }
    const asked = (ago: number) => reasonFor('per_resolution', { contact: { lastAskedAt: NOW - ago } }, rest)
    expect([asked(30 * DAY - 1), asked(30 * DAY)]).toEqual(['contact_cooldown', null])
  })

  it.each(['status_change', ...EXPLICIT] as Cause[])(
    'C15: asked by %s, a contact must want it and be reachable on the channel',
    (cause) => {
      expect(reasonFor('on_close', { cause, contact: { hasAddress: false } })).toBe('no_address')
      expect(reasonFor('on_close', { cause, contact: { unsubscribed: true } })).toBe('unsubscribed')
    },
  )
})

describe('asked already', () => {
  const elsewhere = knownSurvey({ conversationId: 'another' })

  it('C5: one pending survey per contact, wherever it is; the notice says since when', () => {
    const facts = makeFacts(policyOf('by_hand'), { cause: 'hand', surveys: [elsewhere] })
    expect(canMake(facts)).toEqual({
      allowed: false,
      reason: 'pending_survey',
      facts: { since: NOW - DAY },
    })
  })

  it('C14: once it is rated, expired or withdrawn, a new one can be sent', () => {
    for (const state of ['answered', 'expired', 'withdrawn', 'failed'] as const) {
      expect(reasonFor('by_hand', { cause: 'hand', surveys: [{ ...elsewhere, state }] })).toBeNull()
    }
  })

  it('C14: one whose time is over no longer waits, before any job has noticed', () => {
    const over = (rateUntil: number) =>
      reasonFor('by_hand', { cause: 'hand', surveys: [{ ...elsewhere, rateUntil }] })
    expect([over(NOW), over(NOW + 1)]).toEqual([null, 'pending_survey'])
  })

  it.each(['scheduled', 'sent', 'answered', 'expired', 'withdrawn', 'failed'] as const)(
    'J2, A5: a resolution whose survey is %s is not asked about by itself again',
    (state) => {
      for (const preset of ['on_close', 'after_delay', 'per_resolution'] as const) {
        const conversation = { status: preset === 'on_close' ? ('closed' as const) : ('resolved' as const) }
        expect(reasonFor(preset, { conversation, surveys: [knownSurvey({ state })] })).toBe('already_asked')
      }
    },
  )

  it('J3: the next resolution makes a new one', () => {
    const surveys = [knownSurvey({ state: 'withdrawn' })]
    expect(reasonFor('per_resolution', { surveys, conversation: { resolution: 2 } })).toBeNull()
  })

  it('J2: one per resolution by hand too, unless the earlier one was taken back or never arrived', () => {
    const byHand = (state: 'sent' | 'answered' | 'expired' | 'withdrawn' | 'failed') =>
      reasonFor('per_resolution', { cause: 'hand', surveys: [knownSurvey({ state })] })
    expect((['sent', 'answered', 'expired'] as const).map(byHand)).toEqual(Array(3).fill('already_asked'))
    expect((['withdrawn', 'failed'] as const).map(byHand)).toEqual([null, null])
  })

  it('O10: one live survey per conversation; once it is answered it can be sent again', () => {
    const resend = (state: 'sent' | 'answered') =>
      reasonFor('after_delay', {
        cause: 'api',
        conversation: { status: 'resolved' },
        surveys: [knownSurvey({ state })],
      })
    expect([resend('sent'), resend('answered')]).toEqual(['already_asked', null])
  })

  it('O10: other conversations of the contact do not count', () => {
    expect(
      reasonFor('after_delay', { conversation: { status: 'resolved' }, surveys: [elsewhere] }),
    ).toBeNull()
  })

  it('I14, I10: several asks about one teammate go out, also after a comment has locked the rating', () => {
    for (const state of ['sent', 'answered'] as const) {
      const surveys = [knownSurvey({ state })]
      expect(reasonFor('on_close', { surveys, conversation: { resolution: 2 } })).toBeNull()
      expect(reasonFor('on_close', { surveys, cause: 'workflow' })).toBeNull()
    }
  })
})

describe('the order of reasons', () => {
  it('C1: "switched off" is said before anything else', () => {
    const everything = {
      choice: 'skip' as const,
      conversation: { status: 'open' as const, contactCount: 3, characters: 1 },
      contact: { unsubscribed: true, hasAddress: false },
    }
    expect(reasonFor('by_hand', everything, { enabled: false })).toBe('csat_off')
  })

  it('A5: an unlucky draw is said only of conversations that were eligible otherwise', () => {
    const patch = { eligibility: { sample_percent: 0 } }
    expect(reasonFor('on_close', { conversation: { characters: 1 } }, patch)).toBe('too_short')
    expect(reasonFor('on_close', { surveys: [knownSurvey()] }, patch)).toBe('already_asked')
  })

  it('A5: facts name what the decision rested on', () => {
    const decide = (change: MakeChange) => canMake(makeFacts(policyOf('on_close'), change)).facts
    expect(decide({ conversation: { characters: 180 } })).toEqual({ characters: 180, more_than: 250 })
    expect(decide({ conversation: { lastMessageAt: NOW - 8 * DAY - HOUR } })).toEqual({
      idle: '8 days 1 hour',
      at_most: '7 days',
    })
    expect(decide({})).toEqual({ cause: 'status_change', channel: 'email', resolution: 1 })
  })
})

describe('could it have been asked about', () => {
  const eligible = (preset: Preset, change: MakeChange = {}, patch: object = {}) =>
    isEligible(makeFacts(policyOf(preset, patch), change))

  it('§ 3.4: whatever people, chance, an earlier ask or an app made of it', () => {
    expect(eligible('on_close')).toBe(true)
    expect(eligible('on_close', { choice: 'skip' })).toBe(true)
    expect(eligible('on_close', {}, { eligibility: { sample_percent: 0 } })).toBe(true)
    expect(eligible('on_close', { surveys: [knownSurvey()] })).toBe(true)
    const elsewhere = knownSurvey({ conversationId: 'another' })
    expect(eligible('on_close', { surveys: [elsewhere] }, { scope: 'contact_pending' })).toBe(true)
  })

  it('I11, § 3.4: an app’s card in its place does not make it less so', () => {
    expect(eligible('on_close', { closingApp: true })).toBe(true)
  })

  it('I12, § 3.4: not what the rules leave out', () => {
    expect(eligible('on_close', { conversation: { characters: 250 } })).toBe(false)
    expect(eligible('on_close', { conversation: { status: 'open' } })).toBe(false)
    expect(eligible('on_close', { contact: { unsubscribed: true } })).toBe(false)
    expect(eligible('on_close', { contact: { lastAskedAt: NOW } })).toBe(true)
    const rests = { eligibility: { contact_cooldown: 'P30D' } }
    expect(eligible('on_close', { contact: { lastAskedAt: NOW } }, rests)).toBe(false)
  })

  it('C3, § 3.4: by hand what could have been sent by hand, also where one is pending', () => {
    expect(eligible('by_hand')).toBe(true)
    expect(eligible('by_hand', { surveys: [knownSurvey()] })).toBe(true)
    expect(eligible('by_hand', { conversation: { characters: 1 } })).toBe(true)
    expect(eligible('by_hand', { conversation: { status: 'pending_closure' } })).toBe(false)
    expect(eligible('by_hand', { contact: { hasAddress: false } })).toBe(false)
  })
})
