import { describe, expect, it } from 'vitest'
import { MAKE_REFUSALS, type MakeRefusal } from './decision.ts'
import { canMake, type MakeFacts } from './make.ts'
import { sentence } from './sentences.ts'
import { PRESETS, STATUSES } from './settings.ts'
import { DAY, HOUR, knownSurvey, makeFacts, NOW, policyOf } from './test-facts.ts'

const reasonOf = (facts: MakeFacts): MakeRefusal | 'yes' => {
  const decision = canMake(facts)
  return decision.allowed ? 'yes' : decision.reason
}
const onClose = (changes: Parameters<typeof makeFacts>[1] = {}) => reasonOf(makeFacts('on_close', changes))

describe('switches', () => {
  it('C1: nothing while CSAT is off, whoever asks', () => {
    for (const cause of ['status_change', 'hand', 'api', 'workflow'] as const) {
      expect(onClose({ cause, policy: policyOf('on_close', { enabled: false }) })).toBe('csat_off')
    }
  })

  it('O1: a channel that is off stays silent, whoever asks', () => {
    const policy = policyOf('on_close', { trigger: { channels: { web_chat: { enabled: false } } } })
    expect(onClose({ policy })).toBe('channel_off')
    expect(onClose({ policy, cause: 'api' })).toBe('channel_off')
    expect(onClose({ policy, channel: 'email' })).toBe('yes')
  })

  it('I1: users and leads have separate switches', () => {
    const policy = policyOf('on_close', { trigger: { audiences: { leads: false } } })
    expect(onClose({ policy, contact: { kind: 'lead' } })).toBe('audience_off')
    expect(onClose({ policy, contact: { kind: 'user' } })).toBe('yes')
  })
})

describe('the moment', () => {
  it('C3: by hand, ending asks only when the agent says so', () => {
    expect(reasonOf(makeFacts('by_hand'))).toBe('not_by_hand')
    expect(reasonOf(makeFacts('by_hand', { choice: 'skip' }))).toBe('not_by_hand')
    expect(reasonOf(makeFacts('by_hand', { choice: 'send' }))).toBe('yes')
  })

  it('C4: by hand also later, from the statuses of the policy', () => {
    expect(reasonOf(makeFacts('by_hand', { cause: 'hand', conversation: { status: 'resolved' } }))).toBe(
      'yes',
    )
    const pending = { cause: 'hand' as const, conversation: { status: 'pending_closure' as const } }
    expect(reasonOf(makeFacts('by_hand', pending))).toBe('status_not_ended')
  })

  it('I18: snoozing and opening ask nobody', () => {
    for (const status of ['open', 'snoozed'] as const) {
      expect(onClose({ conversation: { status } })).toBe('status_not_ended')
    }
  })

  it('J1, J12: each preset asks on its own statuses', () => {
    for (const status of STATUSES) {
      const conversation = { status }
      const isJ1 = ['resolved', 'closed', 'pending_closure', 'closure_scheduled'].includes(status)
      expect(reasonOf(makeFacts('per_resolution', { conversation }))).toBe(isJ1 ? 'yes' : 'status_not_ended')
      expect(reasonOf(makeFacts('after_delay', { conversation }))).toBe(
        status === 'resolved' ? 'yes' : 'status_not_ended',
      )
    }
  })
})

describe('what qualifies', () => {
  it('I12: 250 characters are not enough, 251 are', () => {
    expect(onClose({ conversation: { characters: 250 } })).toBe('too_short')
    expect(onClose({ conversation: { characters: 251 } })).toBe('yes')
  })

  it('I12: seven days after the last message are soon enough, a millisecond more is not', () => {
    expect(onClose({ conversation: { lastMessageAt: NOW - 7 * DAY } })).toBe('yes')
    expect(onClose({ conversation: { lastMessageAt: NOW - 7 * DAY - 1 } })).toBe('too_old')
  })

  it('I12: a teammate must have written, and two contacts are one too many', () => {
    expect(onClose({ conversation: { teammateMessages: 0 } })).toBe('no_teammate_reply')
    expect(onClose({ conversation: { contactCount: 2 } })).toBe('group_conversation')
  })

  it('I3: direct outbound conversations can be excluded', () => {
    const outbound = { conversation: { origin: 'direct_outbound' as const } }
    expect(onClose(outbound)).toBe('yes')
    const policy = policyOf('on_close', { eligibility: { include_direct_outbound: false } })
    expect(onClose({ ...outbound, policy })).toBe('direct_outbound_excluded')
  })

  it('I4: outbound by API or workflow can be included, a teammate must still have taken part', () => {
    const policy = policyOf('on_close', { eligibility: { include_automated_outbound: true } })
    for (const origin of ['api', 'workflow'] as const) {
      expect(onClose({ conversation: { origin } })).toBe('automated_outbound_excluded')
      expect(onClose({ conversation: { origin }, policy })).toBe('yes')
      expect(onClose({ conversation: { origin, teammateMessages: 0 }, policy })).toBe('no_teammate_reply')
    }
  })

  it('O9: tags leave out, or are needed', () => {
    const policy = policyOf('on_close', { eligibility: { tags: { include: ['vip'], exclude: ['spam'] } } })
    expect(onClose({ policy, conversation: { tags: ['vip', 'spam'] } })).toBe('tag_excluded')
    expect(onClose({ policy, conversation: { tags: ['other'] } })).toBe('tag_excluded')
    expect(onClose({ policy, conversation: { tags: ['vip'] } })).toBe('yes')
  })

  it('A5: a sample asks the share it says, and always the same conversations', () => {
    const policy = policyOf('on_close', { eligibility: { sample_percent: 25 } })
    expect(onClose({ policy, sample: 24.9 })).toBe('yes')
    expect(onClose({ policy, sample: 25 })).toBe('not_sampled')
  })

  it('A5: the contact rests between two asks', () => {
    const policy = policyOf('on_close', { eligibility: { contact_cooldown: 'P30D' } })
    expect(onClose({ policy, contact: { lastAskedAt: NOW - 30 * DAY + 1 } })).toBe('contact_cooldown')
    expect(onClose({ policy, contact: { lastAskedAt: NOW - 30 * DAY } })).toBe('yes')
  })

  it('O3: who cannot be reached, or does not want to be, is not asked', () => {
    for (const cause of ['status_change', 'hand', 'workflow'] as const) {
      expect(onClose({ cause, contact: { hasAddress: false } })).toBe('no_address')
      expect(onClose({ cause, contact: { unsubscribed: true } })).toBe('unsubscribed')
    }
  })

  it('I11: a closing app takes the place of the card on close, not of what somebody sends', () => {
    expect(onClose({ closingApp: true })).toBe('replaced_by_app')
    expect(onClose({ closingApp: true, cause: 'hand' })).toBe('yes')
  })
})

describe('asking explicitly', () => {
  it('I13: passes the automatic eligibility', () => {
    const poor = { characters: 3, teammateMessages: 0, lastMessageAt: NOW - 90 * DAY, origin: 'api' as const }
    for (const cause of ['hand', 'api', 'workflow'] as const) {
      expect(onClose({ cause, conversation: poor })).toBe('yes')
    }
  })

  it('I13: a workflow never asks a group, nor where nobody from support has written', () => {
    const ask = (conversation: Partial<MakeFacts['conversation']>) =>
      reasonOf(makeFacts('per_resolution', { cause: 'workflow', conversation }))
    expect(ask({ contactCount: 2 })).toBe('group_conversation')
    expect(ask({ supportMessages: 0 })).toBe('no_support_message')
    expect(ask({ origin: 'direct_outbound', messages: 1 })).toBe('outbound_without_follow_up')
    expect(ask({ origin: 'direct_outbound', messages: 2 })).toBe('yes')
    expect(ask({ origin: 'workflow', messages: 1, supportMessages: 1, teammateMessages: 0 })).toBe('yes')
    expect(ask({ status: 'open' })).toBe('yes')
  })
})

describe('scope', () => {
  const pending = knownSurvey({ conversationId: 'another', state: 'sent' })

  it('C5, C14: one waiting survey per contact, wherever it is', () => {
    const facts = (state: typeof pending.state) =>
      makeFacts('by_hand', { cause: 'hand', surveys: [{ ...pending, state }] })
    expect(reasonOf(facts('sent'))).toBe('pending_survey')
    expect(reasonOf(facts('scheduled'))).toBe('pending_survey')
    for (const state of ['answered', 'expired', 'withdrawn', 'failed'] as const) {
      expect(reasonOf(facts(state))).toBe('yes')
    }
    expect(canMake(facts('sent')).facts).toEqual({ since: pending.madeAt })
  })

  it('C5: a survey whose time to answer is over waits for nobody', () => {
    const over = { ...pending, rateUntil: NOW }
    expect(reasonOf(makeFacts('by_hand', { cause: 'hand', surveys: [over] }))).toBe('yes')
    expect(
      reasonOf(makeFacts('by_hand', { cause: 'hand', surveys: [{ ...over, rateUntil: NOW + 1 }] })),
    ).toBe('pending_survey')
  })

  it('J2, A5: a resolution asks by itself once, whatever became of it', () => {
    for (const state of ['scheduled', 'sent', 'answered', 'expired', 'withdrawn', 'failed'] as const) {
      const facts = makeFacts('per_resolution', { surveys: [knownSurvey({ state })] })
      expect(reasonOf(facts)).toBe('already_asked')
      expect(
        reasonOf(
          makeFacts('per_resolution', { surveys: [knownSurvey({ state })], conversation: { resolution: 2 } }),
        ),
      ).toBe('yes')
    }
  })

  it('O10: a resend waits for the answer of the one before', () => {
    const resend = (state: 'sent' | 'answered') =>
      reasonOf(makeFacts('after_delay', { cause: 'api', surveys: [knownSurvey({ state })] }))
    expect(resend('sent')).toBe('already_asked')
    expect(resend('answered')).toBe('yes')
  })

  it('I14: several asks about one teammate all go out', () => {
    const facts = makeFacts('on_close', { conversation: { resolution: 2 }, surveys: [knownSurvey()] })
    expect(reasonOf(facts)).toBe('yes')
  })
})

describe('reasons', () => {
  it('C5: every refusal has a sentence for people', () => {
    for (const reason of MAKE_REFUSALS) {
      const said = sentence(reason, {
        since: NOW,
        until: NOW,
        asked_at: NOW,
        channel: 'web_chat',
        status: 'open',
        kind: 'lead',
        contacts: 2,
        characters: 7,
        more_than: 250,
        idle: '9 days',
        at_most: '7 days',
        percent: 10,
        tag: 'spam',
      })
      expect(said).toMatch(/^[A-Z0-9][^]*\.$/)
      expect(said).not.toMatch(/undefined|null|_/)
    }
    expect(sentence('pending_survey', { since: NOW })).toContain('2 March 2026, 09:00 UTC')
  })

  it('I12: the whole table of presets, causes and histories', async () => {
    const histories = {
      'not asked yet': [],
      'waiting elsewhere': [knownSurvey({ conversationId: 'another' })],
      'sent this resolution': [knownSurvey()],
      'answered this resolution': [knownSurvey({ state: 'answered' })],
      'withdrawn this resolution': [knownSurvey({ state: 'withdrawn' })],
      'answered last resolution': [knownSurvey({ state: 'answered', resolution: 0 })],
    }
    const causes: [string, Pick<MakeFacts, 'cause' | 'choice'>][] = [
      ['status change', { cause: 'status_change', choice: 'default' }],
      ['… with survey', { cause: 'status_change', choice: 'send' }],
      ['… without survey', { cause: 'status_change', choice: 'skip' }],
      ['by hand', { cause: 'hand', choice: 'default' }],
      ['API', { cause: 'api', choice: 'default' }],
      ['workflow', { cause: 'workflow', choice: 'default' }],
    ]
    const lines = ['| preset | status | cause | ' + Object.keys(histories).join(' | ') + ' |']
    lines.push(lines[0]!.replaceAll(/[^|]+/g, ' --- '))
    for (const preset of PRESETS) {
      for (const status of STATUSES) {
        for (const [name, how] of causes) {
          const cells = Object.values(histories).map((surveys) =>
            reasonOf(makeFacts(preset, { ...how, surveys, conversation: { status } })),
          )
          lines.push(`| ${[preset, status, name, ...cells].join(' | ')} |`)
        }
      }
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('make.table.md')
  })

  it('I5: facts tell what was compared', () => {
    expect(canMake(makeFacts('on_close', { conversation: { characters: 12 } })).facts).toEqual({
      characters: 12,
      more_than: 250,
    })
    expect(
      canMake(makeFacts('on_close', { conversation: { lastMessageAt: NOW - 9 * DAY - HOUR } })).facts,
    ).toEqual({
      idle: '9 days 1 hour',
      at_most: '7 days',
    })
  })
})
