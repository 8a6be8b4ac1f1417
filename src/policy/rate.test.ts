import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answer, canRate, COMMENT_GRACE_MS, ratingWindows, type Standing, standingOf } from './rate.ts'
import { asksForComment, scoreOn, thumbOf } from './score.ts'
import { DAY, HOUR, NOW, policyOf, type RateChange, rateFacts } from './test-facts.ts'
import { type Preset, PRESETS } from './settings.ts'
import { SURVEY_STATES } from './survey.ts'

const answer = (score: number, comment: string | null = null): Answer => ({ score, comment, reasons: [] })

const standing = (preset: Preset, change: RateChange): Standing =>
  standingOf(rateFacts(policyOf(preset), change)).standing

/** The reason, or null when the rating is taken. */
function rate(preset: Preset, given: Answer, change: RateChange = {}, patch: object = {}) {
  return canRate({ ...rateFacts(policyOf(preset, patch), change), answer: given }).reason
}

describe('the first rating', () => {
  it('C7, J9: score alone or with a comment', () => {
    expect(rate('by_hand', answer(3))).toBeNull()
    expect(rate('by_hand', answer(3, 'slow'))).toBeNull()
  })

  it('J5: until the last millisecond of the seventh day, and not at its end', () => {
    const rateUntil = NOW + 7 * DAY
    const at = (now: number) => rate('per_resolution', answer(5), { now, survey: { rateUntil } })
    expect([at(rateUntil - 1), at(rateUntil), at(rateUntil + 1)]).toEqual([null, 'expired', 'expired'])
  })

  it('J3: a withdrawn link says so, even after it would have expired', () => {
    const survey = { state: 'withdrawn' as const, rateUntil: NOW }
    expect(rate('per_resolution', answer(5), { survey, now: NOW + DAY })).toBe('withdrawn')
  })

  it('J7: a link that was never handed out leads nowhere', () => {
    const survey = { state: 'scheduled' as const, handedOver: false }
    expect(rate('after_delay', answer(5), { survey })).toBe('unknown_link')
    expect(standing('after_delay', { survey })).toBe('unknown')
  })

  it('J7: a link whose delivery was begun is good before we know that it arrived', () => {
    const survey = { state: 'scheduled' as const, handedOver: true }
    expect(rate('after_delay', answer(5), { survey })).toBeNull()
    expect(standing('after_delay', { survey })).toBe('ask')
  })

  it('J7: a link that arrived although its delivery failed is good', () => {
    expect(rate('after_delay', answer(5), { survey: { state: 'failed' } })).toBeNull()
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
          if (canRate({ ...facts, answer: answer(score) }).allowed) expect(left).toBeGreaterThan(0)
        },
      ),
    )
  })
})

describe('changing it', () => {
  it('C8: where a rating is final, it is; the same answer again changes nothing and is no error', () => {
    expect(rate('by_hand', answer(5), { response: {} })).toBe('already_answered')
    const again = canRate({ ...rateFacts(policyOf('by_hand'), { response: {} }), answer: answer(4) })
    expect(again).toEqual({ allowed: true, reason: null, facts: { repeated: true } })
  })

  it('C8: other reasons are another answer', () => {
    const given = { ...answer(4), reasons: ['Slow'] }
    const stored = { comment: 'as it is', reasons: ['Rude'] }
    const change = { response: stored, now: NOW + DAY }
    expect(rate('by_hand', { ...given, comment: 'as it is' }, change)).toBe('already_answered')
    const facts = rateFacts(policyOf('after_delay'), change)
    const changed = canRate({ ...facts, answer: { ...given, comment: 'as it is' } })
    expect(changed.facts).toEqual({ changes: true })
  })

  it('I9, O5: the words may follow the tap for fifteen minutes, with the same score', () => {
    const later = (now: number, given: Answer) => rate('by_hand', given, { response: {}, now })
    expect(later(NOW + COMMENT_GRACE_MS - 1, answer(4, 'thanks'))).toBeNull()
    expect(later(NOW + COMMENT_GRACE_MS, answer(4, 'thanks'))).toBe('already_answered')
    expect(later(NOW + 1, answer(5, 'thanks'))).toBe('already_answered')
  })

  it('I10: a comment locks the rating', () => {
    expect(rate('on_close', answer(1), { response: {} })).toBeNull()
    expect(rate('on_close', answer(1), { response: { comment: 'good' } })).toBe('comment_locked')
    expect(rate('after_delay', answer(1), { response: { comment: 'good' } })).toBeNull()
  })

  it('I6: a change from a page left open past the window is refused', () => {
    const patch = { rating: { edit: { mode: 'window', hours: 24 } } }
    const editUntil = NOW + DAY
    const at = (now: number) =>
      rate('on_close', answer(1), { now, response: {}, survey: { editUntil } }, patch)
    expect([at(editUntil - 1), at(editUntil), at(editUntil + 1)]).toEqual([
      null,
      'edit_window_over',
      'edit_window_over',
    ])
  })

  it('I6: the time to change and the time to answer are independent', () => {
    const patch = { rating: { edit: { mode: 'window', hours: 24 } } }
    const survey = { rateUntil: NOW + HOUR, editUntil: NOW + DAY }
    const now = NOW + 2 * HOUR
    expect(rate('on_close', answer(1), { now, survey, response: {} }, patch)).toBeNull()
    expect(rate('on_close', answer(1), { now, survey }, patch)).toBe('expired')
    const longer = { rateUntil: NOW + 3 * DAY, editUntil: NOW + DAY }
    expect(rate('on_close', answer(1), { now: NOW + 2 * DAY, survey: longer }, patch)).toBeNull()
  })

  it('I2, I6: a window set after the survey was sent counts from when it was made', () => {
    const patch = { rating: { edit: { mode: 'window', hours: 24 } } }
    const at = (now: number) => rate('on_close', answer(1), { now, response: {} }, patch)
    expect([at(NOW + DAY - 1), at(NOW + DAY)]).toEqual([null, 'edit_window_over'])
  })

  it('I2, I6: also where the time to answer ends at another time', () => {
    const patch = { rating: { edit: { mode: 'window', hours: 24 } } }
    for (const rateUntil of [NOW + HOUR, NOW + 7 * DAY]) {
      const at = (now: number) =>
        rate('on_close', answer(1), { now, response: {}, survey: { rateUntil } }, patch)
      expect([at(NOW + DAY - 1), at(NOW + DAY)]).toEqual([null, 'edit_window_over'])
    }
  })

  it('O10: "latest wins" ends with the time to answer', () => {
    const rateUntil = NOW + DAY
    const at = (now: number) => rate('after_delay', answer(1), { now, response: {}, survey: { rateUntil } })
    expect([at(rateUntil - 1), at(rateUntil)]).toEqual([null, 'expired'])
  })

  it('O10: an answer replaced by a later survey’s cannot come back', () => {
    expect(rate('after_delay', answer(1), { response: {}, superseded: true })).toBe('superseded')
  })

  it('I9, O10: nor do words still follow the tap once a later survey’s answer has replaced it', () => {
    const words = (superseded: boolean) =>
      rate('by_hand', answer(4, 'thanks'), { response: {}, now: NOW + 1, superseded })
    expect([words(false), words(true)]).toEqual([null, 'superseded'])
  })
})

describe('one rating for several asks', () => {
  const later = { state: 'sent' as const, madeAt: NOW + HOUR }
  const now = NOW + 2 * HOUR

  it('I14: an earlier ask shares the rating', () => {
    const survey = { state: 'answered' as const, madeAt: NOW - DAY }
    expect(rate('on_close', answer(1), { survey, response: { comment: 'good' } })).toBe('comment_locked')
  })

  it('I10, I14: a later ask is answered anew, in spite of the comment', () => {
    expect(rate('on_close', answer(1), { now, survey: later, response: { comment: 'good' } })).toBeNull()
  })

  it('I14: the same score to a later ask is an answer, not a repetition', () => {
    const facts = rateFacts(policyOf('on_close'), { now, survey: later, response: {} })
    expect(canRate({ ...facts, answer: answer(4) }).facts).not.toHaveProperty('repeated')
    expect(standingOf(facts).standing).toBe('asked_anew')
  })

  it('I14: one that is made at the instant of the answer is a later ask, one of before it is not', () => {
    const madeAt = (at: number) =>
      standing('on_close', { now, survey: { state: 'sent', madeAt: at }, response: { comment: 'good' } })
    expect([madeAt(NOW - 1), madeAt(NOW)]).toEqual(['final', 'asked_anew'])
  })

  it('I5, I14: a later ask has its own time to answer', () => {
    const survey = { ...later, rateUntil: now }
    expect(rate('on_close', answer(1), { now, survey, response: {} })).toBe('expired')
    expect(standing('on_close', { now, survey, response: {} })).toBe('expired')
    expect(standing('on_close', { now, survey: { ...survey, state: 'expired' }, response: {} })).toBe(
      'expired',
    )
  })
})

describe('what pages show', () => {
  it('C8: the form is offered where a rating can change, and not elsewhere', () => {
    expect(standing('by_hand', { response: {} })).toBe('final')
    expect(standing('after_delay', { response: {} })).toBe('editable')
    expect(standing('on_close', { response: { comment: 'good' } })).toBe('final')
    expect(standing('after_delay', { response: {}, superseded: true })).toBe('final')
    expect(standing('after_delay', { response: {}, survey: { state: 'withdrawn' } })).toBe('withdrawn')
    expect(standing('after_delay', {})).toBe('ask')
  })

  it('A2: thumbs: 4 and 5 are up, 1 and 2 down, a 3 is neither', () => {
    expect([1, 2, 3, 4, 5].map(thumbOf)).toEqual(['down', 'down', null, 'up', 'up'])
    expect([1, 2, 3, 4, 5].map((score) => scoreOn('thumbs', score))).toEqual([1, 1, null, 5, 5])
    expect([1, 2, 3, 4, 5].map((score) => scoreOn('stars', score))).toEqual([1, 2, 3, 4, 5])
  })

  it('O5: low scores bring up the comment box', () => {
    expect([1, 2, 3, 4, 5].map((score) => asksForComment(score, 2))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('windows', () => {
  const sentAt = NOW + HOUR
  const windowsOf = (rating: object, windowHours: number | null = null) =>
    ratingWindows({ policy: policyOf('on_close', { rating }), sentAt, endedAt: NOW, windowHours })

  it('I5: N hours after the conversation ended, or after the survey was sent', () => {
    expect(windowsOf({ window: { from: 'ended', hours: 48 } }).rateUntil).toBe(NOW + 48 * HOUR)
    expect(windowsOf({ window: { from: 'sent', hours: 48 } }).rateUntil).toBe(sentAt + 48 * HOUR)
  })

  it('J5: seven days from being sent', () => {
    const windows = ratingWindows({ policy: policyOf('per_resolution'), sentAt, endedAt: NOW })
    expect(windows).toEqual({ rateUntil: sentAt + 7 * DAY, editUntil: null })
  })

  it('I5: a workflow’s own window overrides the policy’s, also where that has none', () => {
    expect(windowsOf({ window: { from: 'ended', hours: 48 } }, 6).rateUntil).toBe(NOW + 6 * HOUR)
    expect(windowsOf({}, 6).rateUntil).toBe(NOW + 6 * HOUR)
    expect(windowsOf({}).rateUntil).toBeNull()
  })

  it('I5: made by a close that is told late it may be over at once; asked for by a person it is not', () => {
    const policy = policyOf('on_close', { rating: { window: { from: 'ended', hours: 24 } } })
    const until = (late: number, explicit: boolean) =>
      ratingWindows({ policy, sentAt: NOW + late, endedAt: NOW, explicit }).rateUntil
    expect([until(DAY - 1, true), until(DAY, true)]).toEqual([NOW + DAY, NOW + 2 * DAY])
    expect(until(DAY, false)).toBe(NOW + DAY)
  })

  it('I6: the time to change counts from the end and exists only in its mode', () => {
    expect(windowsOf({ edit: { mode: 'window', hours: 24 } }).editUntil).toBe(NOW + DAY)
    expect(windowsOf({ edit: { mode: 'latest_wins', hours: 24 } }).editUntil).toBeNull()
  })
})
