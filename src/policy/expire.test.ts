import { expect, it } from 'vitest'
import { isExpired } from './expire.ts'
import { isLive, SURVEY_STATES } from './survey.ts'
import { NOW } from './test-facts.ts'

it('J5: only what waits expires', () => {
  for (const state of SURVEY_STATES) expect(isExpired({ state, rateUntil: NOW }, NOW)).toBe(isLive(state))
  expect(isExpired({ state: 'sent', rateUntil: NOW + 1 }, NOW)).toBe(false)
  expect(isExpired({ state: 'sent', rateUntil: null }, NOW)).toBe(false)
})
