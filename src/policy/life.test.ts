import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAKE_REFUSALS, RATE_REFUSALS } from './decision.ts'
import { isExpired } from './expire.ts'
import { canRate } from './rate.ts'
import { planReopen } from './reopen.ts'
import { canSend, dueAt } from './send.ts'
import { sentence } from './sentences.ts'
import { PRESETS } from './settings.ts'
import { isLive, nextState, SURVEY_EVENTS, SURVEY_STATES } from './survey.ts'
import { DAY, HOUR, MINUTE, NOW, policyOf, rateFacts } from './test-facts.ts'

describe('from made to over', () => {
  it('J4: what is answered is never undone, and a withdrawn survey never comes back', () => {
    for (const event of SURVEY_EVENTS) {
      expect([null, 'answered']).toContain(nextState('answered', event))
      expect(nextState('withdrawn', event)).toBeNull()
    }
  })

  it('O2: due after the delay from the end, at once when somebody asks, never in the past', () => {
    const due = (explicit: boolean, endedAt: number) =>
      dueAt({ policy: policyOf('after_delay'), explicit, endedAt, now: NOW })
    expect(due(false, NOW)).toBe(NOW + 5 * MINUTE)
    expect(due(false, NOW - DAY)).toBe(NOW)
    expect(due(true, NOW)).toBe(NOW)
  })

  it('I2, I13, I18: when it is due everything is looked at again', () => {
    const send = (changes: object) =>
      canSend({
        policy: policyOf('after_delay'),
        channel: 'email',
        cause: 'status_change',
        conversation: { status: 'resolved' },
        contact: { unsubscribed: false, hasAddress: true },
        ...changes,
      }).reason
    expect(send({})).toBeNull()
    expect(send({ conversation: { status: 'open' } })).toBe('status_not_ended')
    // I13: a workflow asks whenever it says so.
    expect(send({ conversation: { status: 'open' }, cause: 'workflow' })).toBeNull()
    expect(send({ policy: policyOf('after_delay', { enabled: false }) })).toBe('csat_off')
    expect(send({ contact: { unsubscribed: true, hasAddress: true } })).toBe('unsubscribed')
  })

  it('J3, J4: reopening withdraws what waits; where surveys are kept, only what was not sent', () => {
    const surveys = SURVEY_STATES.map((state) => ({ id: state, state }))
    expect(planReopen({ on_reopen: 'withdraw' }, surveys).map(({ id }) => id)).toEqual(['scheduled', 'sent'])
    expect(planReopen({ on_reopen: 'keep' }, surveys).map(({ id }) => id)).toEqual(['scheduled'])
  })

  it('J5: only what waits expires', () => {
    for (const state of SURVEY_STATES) expect(isExpired({ state, rateUntil: NOW }, NOW)).toBe(isLive(state))
    expect(isExpired({ state: 'sent', rateUntil: NOW + 1 }, NOW)).toBe(false)
    expect(isExpired({ state: 'sent', rateUntil: null }, NOW)).toBe(false)
  })

  it('J5: no path records a first rating at or after the end of its window', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PRESETS),
        fc.constantFrom(...SURVEY_STATES),
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        (preset, state, left, score) => {
          const facts = rateFacts(policyOf(preset), { now: NOW, survey: { state, rateUntil: NOW + left } })
          const answer = { score, comment: null, reasons: [] }
          if (canRate({ ...facts, answer }).allowed) expect(left).toBeGreaterThan(0)
        },
      ),
    )
  })
})

describe('what people are told', () => {
  it('C5: every refusal has a sentence, with its facts in it and no code', () => {
    const facts = {
      since: NOW,
      until: NOW,
      at: NOW,
      asked_at: NOW,
      channel: 'web_chat',
      status: 'open',
      statuses: 'resolved, closed',
      kind: 'lead',
      contacts: 2,
      characters: 7,
      more_than: 250,
      idle: '9 days',
      at_most: '7 days',
      percent: 10,
      tag: 'spam',
    }
    for (const reason of [...MAKE_REFUSALS, ...RATE_REFUSALS]) {
      expect(sentence(reason, facts)).toMatch(/^[A-Z0-9][^]*\.$/)
      expect(sentence(reason, facts)).not.toMatch(/undefined|null|_/)
    }
    expect(sentence('pending_survey', { since: NOW + HOUR })).toContain('3 March 2026, 15:05 UTC')
    expect(sentence('status_not_ended', facts)).toContain('resolved or closed')
  })
})
