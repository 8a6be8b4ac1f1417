import { expect, it } from 'vitest'
import type { Step } from '../../../../policy/workflow/workflow-definition.ts'
import { goneIn } from './gone-in.ts'

const assign = (id: string, member_id: string | null | undefined): Step => ({ id, type: 'assign', member_id })
const MEMBERS = [
  { id: 'here', removed_at: null },
  { id: 'left', removed_at: '2026-01-01T00:00:00.000Z' },
]

it('O9: a step that assigns to somebody who has left is wrong, wherever it stands', () => {
  const branch: Step = {
    id: 's9',
    type: 'branch',
    conditions: { type: 'all', of: [] } as never,
    then: [assign('s3', 'left')],
    else: [assign('s4', 'here')],
  }
  const steps = [assign('s1', 'here'), assign('s2', 'left'), assign('s5', null), assign('s6', undefined)]
  const fields = goneIn([...steps, branch], MEMBERS).map(({ field }) => field)
  expect(fields).toEqual(['steps.1.member_id', 'steps.4.then.0.member_id'])
  expect(goneIn(steps, [])).toEqual([])
})
