import { expect, it } from 'vitest'
import { planReopen } from './reopen.ts'
import { SURVEY_STATES } from './survey.ts'

it('J3, J4: reopening withdraws what waits; where surveys are kept, only what was not sent', () => {
  const surveys = SURVEY_STATES.map((state) => ({ id: state, state }))
  expect(planReopen({ on_reopen: 'withdraw' }, surveys).map(({ id }) => id)).toEqual(['scheduled', 'sent'])
  expect(planReopen({ on_reopen: 'keep' }, surveys).map(({ id }) => id)).toEqual(['scheduled'])
})
