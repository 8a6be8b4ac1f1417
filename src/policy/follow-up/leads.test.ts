import { expect, it } from 'vitest'
import { headsOf, leadsOf, leadsOrHeadsOf } from './leads.ts'
import type { Role } from '../settings.ts'

const person = (id: string, role: Role, ...teamIds: string[]) => ({ id, role, teamIds })
const MEMBERS = [
  person('olivia', 'owner'),
  person('adam', 'admin', 'a'),
  person('ann', 'lead', 'a'),
  person('both', 'lead', 'a', 'b'),
  person('agent', 'agent', 'c'),
]
const named = (members: readonly { id: string }[]): string[] => members.map(({ id }) => id)

it('A6, O9: who answers for a team: its leads, else owners and admins, never the leads of another', () => {
  expect(named(leadsOf(MEMBERS, 'b'))).toEqual(['both'])
  expect(named(leadsOrHeadsOf(MEMBERS, 'b'))).toEqual(['both'])
  expect(named(leadsOf(MEMBERS, 'c'))).toEqual([])
  expect(named(leadsOrHeadsOf(MEMBERS, 'c'))).toEqual(['olivia', 'adam'])
  expect(named(leadsOrHeadsOf(MEMBERS, null))).toEqual(['ann', 'both'])
  expect(named(headsOf(MEMBERS))).toEqual(['olivia', 'adam'])
})
