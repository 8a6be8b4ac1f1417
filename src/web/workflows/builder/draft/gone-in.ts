import type { Member } from '../../../../access/schema.ts'
import type { FieldProblem } from '../../../../policy/validate.ts'
import { allSteps } from '../../../../policy/workflow/workflow.ts'
import type { Step } from '../../../../policy/workflow/workflow-definition.ts'
import { text } from '../../../text.ts'

/** The steps that assign to somebody who has left: a run refuses them. */
export function goneIn(
  steps: readonly Step[],
  members: readonly Pick<Member, 'id' | 'removed_at'>[],
): FieldProblem[] {
  const gone = new Set(members.filter(({ removed_at }) => removed_at !== null).map(({ id }) => id))
  return allSteps(steps).flatMap(({ step, path }) =>
    step.type === 'assign' && step.member_id && gone.has(step.member_id)
      ? [{ field: `steps.${path.join('.')}.member_id`, message: text.workflows.edit.memberLeft }]
      : [],
  )
}
