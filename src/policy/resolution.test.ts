import fc from 'fast-check'
import { expect, it } from 'vitest'
import { planStatus, type StatusKnown } from './resolution.ts'
import { type ConversationStatus, ENDED_STATUSES, STATUSES } from './settings.ts'
import { HOUR, MINUTE, NOW } from './test-facts.ts'

const NEW: StatusKnown = {
  status: 'open',
  statusAt: null,
  snoozedUntil: null,
  resolution: 0,
  endedAt: null,
}

/** One move a minute. */
function walk(moves: readonly ConversationStatus[], known: StatusKnown = NEW) {
  let now = NOW
  let stands = known
  return moves.map((to) => {
    const plan = planStatus(stands, { to, now: (now += MINUTE) })
    stands = plan
    return plan
  })
}

it('J1, J2: entering an ended status is a resolution; between ended ones it stays the same, and asks again', () => {
  const plans = walk(['pending_closure', 'resolved', 'closed', 'resolved'])
  expect(plans.map(({ effect }) => effect)).toEqual(['ended', 'moved', 'moved', 'moved'])
  expect(plans.map(({ resolution }) => resolution)).toEqual([1, 1, 1, 1])
  expect(new Set(plans.map(({ endedAt }) => endedAt))).toEqual(new Set([NOW + MINUTE]))
  expect(plans.every(({ asks }) => asks)).toBe(true)
})

it('J3: a reopening ends the resolution, and the next end is another', () => {
  const plans = walk(['closed', 'open', 'closed'])
  expect(plans.map(({ effect }) => effect)).toEqual(['ended', 'reopened', 'ended'])
  expect(plans.map(({ resolution }) => resolution)).toEqual([1, 1, 2])
  expect(plans.map(({ endedAt }) => endedAt)).toEqual([NOW + MINUTE, null, NOW + 3 * MINUTE])
  expect(plans.map(({ asks }) => asks)).toEqual([true, false, true])
})

it('J3: who has it and is gone has it no longer once it is open again, and not before', () => {
  const plans = walk(['snoozed', 'open', 'closed', 'resolved', 'snoozed', 'open'])
  expect(plans.map(({ unassignsGone }) => unassignsGone)).toEqual([false, false, false, false, true, false])
})

it('I18: snoozing ends nothing and asks nobody; out of an ended status it is a reopening', () => {
  const until = NOW + HOUR
  const snoozed = planStatus(NEW, { to: 'snoozed', now: NOW, snoozedUntil: until })
  expect(snoozed).toMatchObject({ effect: 'moved', asks: false, resolution: 0, endedAt: null })
  expect(snoozed.snoozedUntil).toBe(until)
  const longer = planStatus(snoozed, { to: 'snoozed', now: NOW + 1, snoozedUntil: until + HOUR })
  expect(longer).toMatchObject({ effect: 'moved', asks: false, snoozedUntil: until + HOUR })
  expect(planStatus(longer, { to: 'closed', now: NOW + 2 })).toMatchObject({
    effect: 'ended',
    asks: true,
    resolution: 1,
    snoozedUntil: null,
  })
  expect(walk(['closed', 'snoozed']).at(-1)).toMatchObject({ effect: 'reopened', asks: false, endedAt: null })
})

it('J2, O14: the same status again does nothing, but nothing older changes anything any more', () => {
  const closed = planStatus(NEW, { to: 'closed', now: NOW })
  const again = planStatus(closed, { to: 'closed', now: NOW + HOUR })
  expect(again).toMatchObject({ effect: 'none', asks: false, resolution: 1, endedAt: NOW })
  const late = { to: 'open' as const, at: NOW + HOUR - 1, now: NOW + 2 * HOUR }
  expect(planStatus(again, late)).toMatchObject({ effect: 'late', status: 'closed', statusAt: NOW + HOUR })
  expect(planStatus(again, { ...late, at: NOW + HOUR }).effect).toBe('reopened')
})

it('O14: it ended when it is said to have ended', () => {
  const told = planStatus(NEW, { to: 'resolved', at: NOW - HOUR, now: NOW })
  expect(told).toMatchObject({ effect: 'ended', endedAt: NOW - HOUR, statusAt: NOW - HOUR })
})

it('J2, J3: however it moves, it has as many resolutions as it entered the ended statuses', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...STATUSES), { maxLength: 30 }), (moves) => {
      const plans = walk(moves)
      const ended = new Set<ConversationStatus>(ENDED_STATUSES)
      const entries = moves.filter((to, at) => ended.has(to) && !ended.has(moves[at - 1] ?? 'open'))
      expect(plans.at(-1)?.resolution ?? 0).toBe(entries.length)
      for (const { status, endedAt, asks } of plans) {
        expect(endedAt !== null).toBe(ended.has(status))
        if (asks) expect(ended.has(status)).toBe(true)
      }
    }),
  )
})
