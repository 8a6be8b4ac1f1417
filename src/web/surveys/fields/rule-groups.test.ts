import { expect, it } from 'vitest'
import { FIELDS } from '../../../policy/fields.ts'
import { RULE_GROUPS, rulesIn } from './rule-groups.ts'

it('J11: every rule of the policy stands on the screen once; the main switch has a place of its own', () => {
  const shown = RULE_GROUPS.flatMap(rulesIn).map(({ path }) => path)
  expect(shown.toSorted()).toEqual(
    FIELDS.map(({ path }) => path)
      .filter((path) => path !== 'enabled')
      .toSorted(),
  )
})
