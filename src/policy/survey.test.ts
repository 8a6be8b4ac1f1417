import { expect, it } from 'vitest'
import { nextState, SURVEY_EVENTS } from './survey.ts'

it('J4: what is answered is never undone, and a withdrawn survey never comes back', () => {
  for (const event of SURVEY_EVENTS) {
    expect([null, 'answered']).toContain(nextState('answered', event))
    expect(nextState('withdrawn', event)).toBeNull()
  }
})
