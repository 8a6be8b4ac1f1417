import { expect, it } from 'vitest'
import { MAKE_REFUSALS, RATE_REFUSALS } from './decision.ts'
import { sentence } from './sentences.ts'
import { HOUR, NOW } from './test-facts.ts'

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
