import { expect, it } from 'vitest'
import { canSend, dueAt } from './send.ts'
import { DAY, MINUTE, NOW, policyOf } from './test-facts.ts'

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
