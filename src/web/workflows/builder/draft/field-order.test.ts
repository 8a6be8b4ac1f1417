import { expect, it } from 'vitest'
import { compareFields } from './field-order.ts'

it('O9: problems stand in the order of the form, steps as they are numbered, If so before Otherwise', () => {
  const inOrder = [
    'name',
    'trigger.to',
    'conditions.conditions.0.value',
    'steps.0.to',
    'steps.0.subject',
    'steps.0.body',
    'steps.1',
    'steps.1.conditions.field',
    'steps.1.conditions.value',
    'steps.1.then.0.body',
    'steps.1.else.0.body',
    'steps.2.url',
    'steps.2.variable',
    'steps.10.duration',
  ]
  expect(inOrder.toReversed().toSorted(compareFields)).toEqual(inOrder)
})
