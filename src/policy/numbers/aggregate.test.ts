import { expect, it } from 'vitest'
import { closingOf, opensAfter, openUntil, readsAny, strictestMinN } from './aggregate.ts'
import { type Preset, type Role, ROLES } from '../settings.ts'
import { policyOf } from '../test-facts.ts'

const reader = (role: Role | null, readsResponses = true) => ({ role, readsResponses })
const visibility = (patch: object, preset: Preset = 'by_hand') => policyOf(preset, { visibility: patch })

it('C12, C13: what is closed to whom: all by role, the newest by time, nothing without an embargo', () => {
  const byHand = [policyOf('by_hand')]
  expect(closingOf(reader('agent'), byHand)).toBe('everything')
  expect(closingOf(reader('lead'), byHand)).toBe('everything')
  expect(closingOf(reader('admin'), byHand)).toBe('by_time')
  expect(closingOf(reader(null), byHand)).toBe('by_time')
  for (const role of ROLES) expect(closingOf(reader(role), [policyOf('on_close')])).toBe('nothing')
})

it('C12: who may not list single answers is closed out of them all, whatever the policy says', () => {
  expect(closingOf(reader(null, false), [policyOf('on_close')])).toBe('everything')
  expect(closingOf(reader('owner', false), [policyOf('on_close')])).toBe('everything')
})

it('O1, C12: one channel that is closed to a role leaves the others as they are', () => {
  const policies = [policyOf('on_close'), policyOf('by_hand')]
  expect(closingOf(reader('lead'), policies)).toBe('by_channel')
  expect(closingOf(reader('owner'), policies)).toBe('by_time')
})

it('§ 3.6: a lead’s bypass leaves it open which of the low scores are closed', () => {
  const policies = [policyOf('by_hand'), visibility({ lead_sees_low_at_once: true })]
  expect(openUntil(reader('lead'), policies)).toBe(2)
  expect(openUntil(reader('lead'), [policyOf('by_hand')])).toBe(0)
  expect(openUntil(reader('lead', false), policies)).toBe(0)
  expect(openUntil(reader('agent'), policies)).toBe(0)
})

it('O1, C13: of several channels the one that wants the most answers decides', () => {
  expect(strictestMinN([visibility({ min_n: 5 }), visibility({ min_n: 20 }), visibility({ min_n: 7 })])).toBe(
    20,
  )
  expect(strictestMinN([visibility({ min_n: 0 })])).toBe(1)
})

it('C12, C13: an answer opens to a role at once, after the embargo, never, or as its channel has it', () => {
  const byHand = policyOf('by_hand')
  expect(opensAfter({ role: 'owner' }, [byHand])).toBe(48)
  expect(opensAfter({ role: 'agent' }, [byHand])).toBe(null)
  expect(opensAfter({ role: 'owner' }, [policyOf('on_close')])).toBe(0)
  expect(opensAfter({ role: 'owner' }, [byHand, visibility({ embargo_hours: 4 })])).toBe('varied')
})

it('C12, § 3.6: who reads any: a role that some channel names, and a lead by the safety bypass', () => {
  expect(readsAny(reader('owner'), [policyOf('by_hand')])).toBe(true)
  expect(readsAny(reader('owner', false), [policyOf('by_hand')])).toBe(false)
  expect(readsAny(reader('lead'), [policyOf('by_hand')])).toBe(false)
  expect(readsAny(reader('lead'), [policyOf('by_hand'), policyOf('on_close')])).toBe(true)
  const bypass = [visibility({ lead_sees_low_at_once: true })]
  expect([readsAny(reader('lead'), bypass), readsAny(reader('agent'), bypass)]).toEqual([true, false])
})
