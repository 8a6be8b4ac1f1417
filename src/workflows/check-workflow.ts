import { hasLeft, memberExists, teamExists } from '../access/directory.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/database.ts'
import { done, type FieldProblem, invalidFields, type Outcome } from '../platform/outcome.ts'
import { mayCall } from '../platform/outside/outside.ts'
import { allSteps } from '../policy/workflow/workflow.ts'
import { checkDefinition } from '../policy/workflow/workflow-check.ts'
import { testsOf } from '../policy/workflow/workflow-condition.ts'
import type { Condition, Definition, Step } from '../policy/workflow/workflow-definition.ts'
import { fieldOf } from '../policy/workflow/workflow-fields.ts'
import type { WorkflowInput } from './schema.ts'

/**
 * The definition as it is kept: every step with a name. Refused field by field when it does not hang together, or
 * names members or teams that are not of this workspace, or an address that may not be called.
 */
export async function checkedDefinition(
  ctx: Pick<Context, 'config'>,
  db: Db | Tx,
  workspaceId: string,
  input: WorkflowInput,
): Promise<Outcome<Definition>> {
  const { trigger, conditions } = input
  const definition: Definition = { trigger, conditions, steps: withNames(input.steps) }
  const problems = checkDefinition(definition)
  // What lies too deep is not looked into any further.
  if (problems.length > 0) return invalidFields(problems)
  const wrong = await wrongReferences(ctx, db, workspaceId, definition)
  return wrong.length > 0 ? invalidFields(wrong) : done(definition)
}

/** Steps that have no name get the next free of s1, s2 … */
function withNames(steps: readonly Step[]): Step[] {
  const taken = new Set(allSteps(steps).map(({ step }) => step.id))
  let number = 0
  const nextName = (): string => {
    do number += 1
    while (taken.has(`s${number}`))
    return `s${number}`
  }
  const name = (step: Step): Step => {
    const named = { ...step, id: step.id === '' ? nextName() : step.id }
    return named.type === 'branch'
      ? { ...named, then: named.then.map(name), else: named.else.map(name) }
      : named
  }
  return steps.map(name)
}

type Reference = { kind: 'member' | 'assignee' | 'team' | 'url'; value: string; field: string }

async function wrongReferences(
  ctx: Pick<Context, 'config'>,
  db: Db | Tx,
  workspaceId: string,
  definition: Definition,
): Promise<FieldProblem[]> {
  const references = [
    ...inCondition(definition.conditions, 'conditions'),
    ...allSteps(definition.steps).flatMap(({ step, path }) => inStep(step, `steps.${path.join('.')}`)),
  ]
  const problems: FieldProblem[] = []
  for (const { kind, value, field } of references) {
    if (kind === 'url') {
      if (mayCall(value, ctx.config.privateHosts ?? [])) continue
      problems.push({ field, message: 'must be an https address outside of private networks' })
      continue
    }
    const what = kind === 'team' ? 'team' : 'member'
    const exists = what === 'member' ? memberExists : teamExists
    if (!isUuid(value) || !(await exists(db, workspaceId, value))) {
      problems.push({ field, message: `there is no such ${what} in this workspace` })
    } else if (kind === 'assignee' && (await hasLeft(db, workspaceId, value))) {
      problems.push({ field, message: 'names somebody who has left: choose somebody who is here' })
    }
  }
  return problems
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
}

function inCondition(condition: Condition | null, field: string): Reference[] {
  return testsOf(condition).flatMap(({ field: name, value }) => {
    const kind = fieldOf(name)?.kind
    if ((kind !== 'member' && kind !== 'team') || value === null) return []
    return [value].flat().map((each) => ({ kind, value: String(each), field }))
  })
}

function inStep(step: Step, at: string): Reference[] {
  switch (step.type) {
    case 'branch':
      return inCondition(step.conditions, `${at}.conditions`)
    case 'assign':
      return [
        ...(step.member_id
          ? [{ kind: 'assignee' as const, value: step.member_id, field: `${at}.member_id` }]
          : []),
        ...(step.team_id ? [{ kind: 'team' as const, value: step.team_id, field: `${at}.team_id` }] : []),
      ]
    case 'notify':
      return step.to.flatMap((recipient, index): Reference[] => {
        const field = `${at}.to.${index}`
        if (recipient.type === 'member') return [{ kind: 'member', value: recipient.member_id, field }]
        return recipient.type === 'team' ? [{ kind: 'team', value: recipient.team_id, field }] : []
      })
    case 'call_webhook':
      return [{ kind: 'url', value: step.url, field: `${at}.url` }]
    default:
      return []
  }
}
