import { expect, it } from 'vitest'
import { outsideOf } from './outside-of.ts'

it('J10: the addresses that are no member’s, however they are written', () => {
  const members = [{ email: 'Ana@Acme.test' }]
  expect(outsideOf(['ana@acme.test', 'me@private.test', 'ANA@ACME.TEST'], members)).toEqual([
    'me@private.test',
  ])
})
