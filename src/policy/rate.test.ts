import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RATE_REFUSALS } from './decision.ts'
import { isExpired } from './expire.ts'
import {
  type Answer,
  asksForComment,
  canEdit,
  canRate,
  COMMENT_GRACE_MS,
  type RateFacts,
  ratingWindows,
} from './rate.ts'
import { planReopen } from './reopen.ts'
import { sentence } from './sentences.ts'
import { canSend, dueAt } from './send.ts'
import { isLive, nextState, SURVEY_EVENTS, SURVEY_STATES } from './survey.ts'
import { DAY, HOUR, NOW, policyOf } from './test-facts.ts'
import { PRESETS } from './settings.ts'
import { canSeeInTimeline, canSeeResponse, hasEnoughData } from './view.ts'

const answer = (score: number, comment: string | null = null): Answer => ({ score, comment, reasons: [] })

function facts(
  changes: Omit<Partial<RateFacts>, 'survey'> & { survey?: Partial<RateFacts['survey']> } = {},
): RateFacts {
  return {
    policy: policyOf('by_hand'),
    now: NOW,
    response: null,
    superseded: false,
    ...changes,
    survey: { state: 'sent', madeAt: NOW - DAY, rateUntil: null, editUntil: null, ...changes.survey },
  }
}
const rated = (score: number, comment: string | null = null, at = NOW - HOUR) => ({
  ...answer(score, comment),
  at,
  firstAt: at,
})
const reasonOf = (given: RateFacts, what: Answer) => canRate({ ...given, answer: what }).reason ?? 'yes'

describe('the first rating', () => {
  it('J5, I5: ends at the instant its window ends', () => {
    const until = (rateUntil: number) => reasonOf(facts({ survey: { rateUntil } }), answer(5))
    expect(until(NOW + 1)).toBe('yes')
    expect(until(NOW)).toBe('expired')
    expect(until(NOW - 1)).toBe('expired')
  })

  it('J3: a withdrawn link says so even after it would have expired', () => {
    expect(reasonOf(facts({ survey: { state: 'withdrawn', rateUntil: NOW - 1 } }), answer(5))).toBe(
      'withdrawn',
    )
  })

  it('I5: windows count from sending or from the end, a workflow’s own overrides them', () => {
    const policy = policyOf('on_close', {
      rating: { window: { from: 'ended', hours: 24 }, edit: { mode: 'window', hours: 2 } },
    })
    const times = { sentAt: NOW, endedAt: NOW - HOUR }
    expect(ratingWindows({ policy, ...times })).toEqual({ rateUntil: NOW + 23 * HOUR, editUntil: NOW + HOUR })
    expect(ratingWindows({ policy, ...times, windowHours: 5 }).rateUntil).toBe(NOW + 4 * HOUR)
    expect(ratingWindows({ policy: policyOf('per_resolution'), ...times }).rateUntil).toBe(NOW + 7 * DAY)
    expect(ratingWindows({ policy: policyOf('by_hand'), ...times })).toEqual({
      rateUntil: null,
      editUntil: null,
    })
  })
})

describe('changing', () => {
  it('C8: never, where the policy says never; the same again is no change', () => {
    const given = facts({ survey: { state: 'answered' }, response: rated(4, 'good') })
    expect(reasonOf(given, answer(1))).toBe('already_answered')
    expect(reasonOf(given, answer(4, 'good'))).toBe('yes')
    expect(canEdit(given)).toBe(false)
  })

  it('I9, O5: the words may follow the tap for a while, the score may not change', () => {
    const given = (ago: number) =>
      facts({ survey: { state: 'answered' }, response: rated(1, null, NOW - ago) })
    expect(reasonOf(given(COMMENT_GRACE_MS - 1), answer(1, 'because'))).toBe('yes')
    expect(reasonOf(given(COMMENT_GRACE_MS - 1), answer(5, 'because'))).toBe('already_answered')
    expect(reasonOf(given(COMMENT_GRACE_MS), answer(1, 'because'))).toBe('already_answered')
  })

  it('I6: within its window only, independent of the window for answering', () => {
    const policy = policyOf('on_close', { rating: { edit: { mode: 'window', hours: 1 } } })
    const given = (editUntil: number, rateUntil: number | null) =>
      facts({ policy, survey: { state: 'answered', editUntil, rateUntil }, response: rated(2) })
    expect(reasonOf(given(NOW + 1, NOW - 1), answer(5))).toBe('yes')
    expect(reasonOf(given(NOW, null), answer(5))).toBe('edit_window_over')
  })

  it('I10: a comment locks; a later ask about the teammate is answered anew', () => {
    const policy = policyOf('on_close')
    const locked = rated(2, 'bad')
    expect(reasonOf(facts({ policy, survey: { state: 'answered' }, response: locked }), answer(5))).toBe(
      'comment_locked',
    )
    expect(
      reasonOf(facts({ policy, survey: { state: 'sent', madeAt: NOW - 1 }, response: locked }), answer(5)),
    ).toBe('yes')
  })

  it('O10: the latest wins until it is superseded', () => {
    const policy = policyOf('after_delay')
    const given = { policy, survey: { state: 'answered' as const }, response: rated(2, 'meh') }
    expect(reasonOf(facts(given), answer(5))).toBe('yes')
    expect(reasonOf(facts({ ...given, superseded: true }), answer(5))).toBe('superseded')
  })

  it('O5: low scores bring up the comment', () => {
    expect([1, 2, 3, 4, 5].map((score) => asksForComment(score, 2))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('a survey’s life', () => {
  it('J4: what is answered is never undone, and a withdrawn survey never comes back', async () => {
    for (const event of SURVEY_EVENTS) {
      expect([null, 'answered']).toContain(nextState('answered', event))
      expect(nextState('withdrawn', event)).toBeNull()
    }
    const table = SURVEY_STATES.map(
      (state) =>
        `| ${[state, ...SURVEY_EVENTS.map((event) => nextState(state, event) ?? '–')].join(' | ')} |`,
    )
    const head = `| state | ${SURVEY_EVENTS.join(' | ')} |\n|${' --- |'.repeat(SURVEY_EVENTS.length + 1)}`
    await expect(`${head}\n${table.join('\n')}\n`).toMatchFileSnapshot('survey.table.md')
  })

  it('J3, J4: reopening withdraws what waits; where surveys are kept, only what was not sent', () => {
    const surveys = SURVEY_STATES.map((state) => ({ id: state, state }))
    expect(planReopen({ on_reopen: 'withdraw' }, surveys).map(({ id }) => id)).toEqual(['scheduled', 'sent'])
    expect(planReopen({ on_reopen: 'keep' }, surveys).map(({ id }) => id)).toEqual(['scheduled'])
  })

  it('O2: due after the delay from the end; at once when somebody asks', () => {
    const policy = policyOf('after_delay')
    const due = (explicit: boolean, endedAt: number) =>
      dueAt({ policy, cause: 'status_change', explicit, endedAt, now: NOW })
    expect(due(false, NOW)).toBe(NOW + 5 * 60_000)
    expect(due(false, NOW - DAY)).toBe(NOW)
    expect(due(true, NOW)).toBe(NOW)
  })

  it('I2, I18: when it is due everything is looked at again', () => {
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
    expect(send({ policy: policyOf('after_delay', { enabled: false }) })).toBe('csat_off')
    expect(send({ contact: { unsubscribed: true, hasAddress: true } })).toBe('unsubscribed')
  })

  it('J5: only what waits expires', () => {
    for (const state of SURVEY_STATES) expect(isExpired({ state, rateUntil: NOW }, NOW)).toBe(isLive(state))
    expect(isExpired({ state: 'sent', rateUntil: NOW + 1 }, NOW)).toBe(false)
    expect(isExpired({ state: 'sent', rateUntil: null }, NOW)).toBe(false)
  })

  it('J5: every refusal has a sentence for people', () => {
    for (const reason of RATE_REFUSALS) expect(sentence(reason, { until: NOW })).toMatch(/^[A-Z][^]*\.$/)
  })

  it('J5, I6: the whole table of states, modes and boundaries', async () => {
    const modes = {
      never: {},
      'window of 2 h': { mode: 'window', hours: 2 },
      'latest wins': { mode: 'latest_wins' },
    }
    const lines = [
      '| state | changing | rating so far | answer | before the end | at the end | after it |',
      '| --- | --- | --- | --- | --- | --- | --- |',
    ]
    for (const state of SURVEY_STATES) {
      for (const [name, edit] of Object.entries(modes)) {
        for (const response of state === 'answered' ? [rated(3), rated(3, 'so so')] : [null]) {
          for (const what of [answer(3), answer(5, 'changed')]) {
            const policy = policyOf('by_hand', { rating: { edit, comment_locks: name === 'latest wins' } })
            const cells = [1, 0, -1].map((left) =>
              reasonOf(
                facts({ policy, response, survey: { state, rateUntil: NOW + left, editUntil: NOW + left } }),
                what,
              ),
            )
            const soFar = response === null ? 'none' : response.comment === null ? '3' : '3 with a comment'
            lines.push(
              `| ${[state, name, soFar, what.comment === null ? 'a 3' : 'a 5 with a comment', ...cells].join(' | ')} |`,
            )
          }
        }
      }
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('rate.table.md')
  })

  it('J5: no path records a first rating at or after the end of its window', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PRESETS),
        fc.constantFrom(...SURVEY_STATES),
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        (preset, state, left, score) => {
          const given = facts({ policy: policyOf(preset), survey: { state, rateUntil: NOW + left } })
          if (reasonOf(given, answer(score)) === 'yes') expect(left).toBeGreaterThan(0)
        },
      ),
    )
  })
})

describe('seeing', () => {
  const see = (
    role: 'owner' | 'admin' | 'lead' | 'agent' | null,
    preset: 'by_hand' | 'per_resolution',
    age: number,
    more: { score?: number; patch?: object; teamIds?: string[] } = {},
  ) =>
    canSeeResponse({
      viewer: { role, teamIds: more.teamIds ?? [] },
      policy: policyOf(preset, more.patch),
      response: { score: more.score ?? 5, submittedAt: NOW - age, teamId: 'team' },
      now: NOW,
    }).reason ?? 'yes'

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
    const look = (hidden: boolean) =>
      canSeeInTimeline({
        viewer: { role: 'owner', teamIds: [] },
        policy: policyOf('per_resolution', { visibility: { score_in_timeline: !hidden } }),
        response: { score: 5, submittedAt: NOW, teamId: null },
        now: NOW,
      }).reason
    expect(look(true)).toBe('hidden_in_timeline')
    expect(look(false)).toBeNull()
  })

  it('A10: below the minimum there is not enough data', () => {
    expect(hasEnoughData(policyOf('by_hand'), 4)).toBe(false)
    expect(hasEnoughData(policyOf('by_hand'), 5)).toBe(true)
  })
})
