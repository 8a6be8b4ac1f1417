import { parseDuration } from '../duration.ts'
import type { FieldProblem } from '../validate.ts'
import { allSteps, type Path } from './workflow.ts'
import { testsOf } from './workflow-condition.ts'
import {
  type Condition,
  type Definition,
  type Step,
  type Test,
  WORKFLOW_LIMITS,
} from './workflow-definition.ts'
import { fieldOf, operatorsOf, type VariableKind } from './workflow-fields.ts'
import { tellsInApp } from './workflow-notice.ts'
import { hasBrokenPlace, namesIn, TEMPLATE_NAMES } from './workflow-template.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

type Variables = ReadonlyMap<string, VariableKind>

/**
 * What of a definition of the right shape cannot be kept, each by the path of its field: operators that do not fit
 * their field, places in texts that nothing fills, durations, limits. Empty: it can be saved.
 */
export function checkDefinition(definition: Definition): FieldProblem[] {
  const steps = allSteps(definition.steps)
  const conditions = [definition.conditions, ...steps.map(({ step }) => step).map(conditionsOf)]
  return [
    ...checkTrigger(definition.trigger),
    ...checkCondition(definition.conditions, 'conditions', new Map()),
    ...checkSteps(definition.steps, [], new Map()).problems,
    ...checkIds(steps),
    ...(steps.length > WORKFLOW_LIMITS.steps
      ? [problem('steps', `are ${steps.length}; at most ${WORKFLOW_LIMITS.steps} are possible`)]
      : []),
    ...(conditions.flatMap(testsOf).length > WORKFLOW_LIMITS.tests
      ? [problem('conditions', `hold more than ${WORKFLOW_LIMITS.tests} comparisons in all`)]
      : []),
  ]
}

function conditionsOf(step: Step): Condition | null {
  return step.type === 'branch' ? step.conditions : null
}

function problem(field: string, message: string): FieldProblem {
  return { field, message }
}

function checkTrigger(trigger: Definition['trigger']): FieldProblem[] {
  if (trigger.type !== 'schedule') return []
  const lookBack = parseDuration(trigger.look_back)
  return [
    ...(/^([01]\d|2[0-3]):[0-5]\d$/.test(trigger.at)
      ? []
      : [problem('trigger.at', 'must be a time such as 09:00')]),
    ...(trigger.every === 'week' && trigger.weekday === null
      ? [problem('trigger.weekday', 'is needed for a weekly schedule')]
      : []),
    ...(lookBack === null || lookBack < HOUR_MS || lookBack > WORKFLOW_LIMITS.lookBackDays * DAY_MS
      ? [problem('trigger.look_back', `must be a duration from PT1H to P${WORKFLOW_LIMITS.lookBackDays}D`)]
      : []),
  ]
}

function checkIds(steps: readonly { step: Step; path: Path }[]): FieldProblem[] {
  const seen = new Set<string>()
  return steps.flatMap(({ step: { id }, path }) => {
    if (seen.has(id)) return [problem(`steps.${path.join('.')}.id`, `“${id}” is the name of another step`)]
    seen.add(id)
    return []
  })
}

/** Variables are known from the step after the one that sets them; on both sides of a branch, after it too. */
function checkSteps(
  steps: readonly Step[],
  at: Path,
  known: Variables,
): { problems: FieldProblem[]; known: Variables } {
  const problems: FieldProblem[] = []
  const variables = new Map(known)
  const depth = at.filter((part) => typeof part !== 'number').length
  if (depth > WORKFLOW_LIMITS.depth) {
    problems.push(problem(`steps.${at.join('.')}`, `lies more than ${WORKFLOW_LIMITS.depth} branches deep`))
    return { problems, known: variables }
  }
  for (const [index, step] of steps.entries()) {
    const path: Path = [...at, index]
    const field = `steps.${path.join('.')}`
    problems.push(...checkStep(step, field, variables))
    if (step.type === 'branch') {
      problems.push(...checkCondition(step.conditions, `${field}.conditions`, variables))
      const sides = (['then', 'else'] as const).map((side) =>
        checkSteps(step[side], [...path, side], variables),
      )
      for (const { problems: inside, known: set } of sides) {
        problems.push(...inside)
        for (const [name, kind] of set) variables.set(name, kind)
      }
    }
    const set = variableOf(step)
    if (set) variables.set(set.name, set.kind)
  }
  return { problems, known: variables }
}

/** What a step leaves behind for later ones. */
export function variableOf(step: Step): { name: string; kind: VariableKind } | null {
  if (step.type === 'generate_link') return { name: step.variable, kind: 'text' }
  return step.type === 'get_score' || step.type === 'call_webhook'
    ? { name: step.variable, kind: 'number' }
    : null
}

function checkStep(step: Step, at: string, variables: Variables): FieldProblem[] {
  switch (step.type) {
    case 'send_csat':
      return [
        ...checkText(step.message ?? '', `${at}.message`, variables),
        ...checkDuration(step.delay, `${at}.delay`, WORKFLOW_LIMITS.delayHours * HOUR_MS, 'PT72H'),
      ]
    case 'wait': {
      const most = `P${WORKFLOW_LIMITS.waitDays}D`
      const limit = WORKFLOW_LIMITS.waitDays * DAY_MS
      const wrong = checkDuration(step.duration, `${at}.duration`, limit, most)
      if (wrong.length > 0 || (parseDuration(step.duration) ?? 0) > 0) return wrong
      return [problem(`${at}.duration`, 'must be longer than nothing')]
    }
    case 'assign':
      return step.member_id === undefined && step.team_id === undefined
        ? [problem(at, 'needs a member_id, a team_id or both')]
        : []
    case 'tag':
      return step.add.length + step.remove.length === 0
        ? [problem(at, 'needs a tag to add or to remove')]
        : []
    case 'notify':
      return [
        ...(step.email || tellsInApp(step) || step.note
          ? []
          : [problem(`${at}.email`, 'is off, and so is everything else: nobody would be told')]),
        ...(step.to.length === 0 && (step.email || (tellsInApp(step) && !step.note))
          ? [problem(`${at}.to`, 'needs somebody to be told')]
          : []),
        ...checkText(step.subject, `${at}.subject`, variables),
        ...checkText(step.body, `${at}.body`, variables),
      ]
    case 'post_message':
      return checkText(step.body, `${at}.body`, variables)
    case 'open_case':
      return checkText(step.reason ?? '', `${at}.reason`, variables)
    default:
      return []
  }
}

function checkDuration(text: string, field: string, atMost: number, inWords: string): FieldProblem[] {
  const ms = parseDuration(text)
  if (ms === null) return [problem(field, 'must be an ISO 8601 duration such as PT15M or P2D')]
  return ms > atMost ? [problem(field, `must be at most ${inWords}`)] : []
}

function checkText(text: string, field: string, variables: Variables): FieldProblem[] {
  if (hasBrokenPlace(text)) return [problem(field, 'has {{ or }} that do not belong together')]
  const known = [...TEMPLATE_NAMES, ...variables.keys()]
  const strange = namesIn(text).find((name) => !known.includes(name))
  return strange === undefined
    ? []
    : [problem(field, `nothing fills {{${strange}}} here; there is ${known.join(', ')}`)]
}

function checkCondition(
  condition: Condition | null,
  at: string,
  variables: Variables,
  depth = 1,
): FieldProblem[] {
  if (condition === null) return []
  if (depth > WORKFLOW_LIMITS.nesting) {
    return [problem(at, `lies more than ${WORKFLOW_LIMITS.nesting} levels deep`)]
  }
  switch (condition.type) {
    case 'test':
      return checkTest(condition, at, variables)
    case 'not':
      return checkCondition(condition.condition, `${at}.condition`, variables, depth + 1)
    default:
      return condition.conditions.flatMap((each, index) =>
        checkCondition(each, `${at}.conditions.${index}`, variables, depth + 1),
      )
  }
}

function checkTest({ field: name, operator, value }: Test, at: string, variables: Variables): FieldProblem[] {
  const field = fieldOf(name, variables)
  if (!field) {
    return [
      problem(
        `${at}.field`,
        name.startsWith('variables.')
          ? 'is not set by any step before'
          : `“${name}” is nothing that can be compared`,
      ),
    ]
  }
  const operators = operatorsOf(field)
  if (!operators.includes(operator)) {
    return [problem(`${at}.operator`, `must be one of ${operators.join(', ')} for ${name}`)]
  }
  const wrong = wrongValue(field, operator, value)
  return wrong === null ? [] : [problem(`${at}.value`, wrong)]
}

function wrongValue(
  field: NonNullable<ReturnType<typeof fieldOf>>,
  operator: Test['operator'],
  value: Test['value'],
): string | null {
  if (operator === 'is_present' || operator === 'is_absent') {
    return value === null ? null : 'must be null: there is nothing to compare with'
  }
  if (field.kind === 'number') {
    const { min = -Infinity, max = Infinity } = field
    if (typeof value !== 'number') return 'must be a number'
    return value >= min && value <= max
      ? null
      : `must be ${max === Infinity ? `at least ${min}` : `from ${min} to ${max}`}`
  }
  const wantsList = field.kind === 'list' || operator === 'any_of' || operator === 'none_of'
  if (wantsList && !(Array.isArray(value) && value.length > 0)) return 'must be a list with something in it'
  if (!wantsList && !(typeof value === 'string' && value !== '')) return 'must be a text'
  const strange = [value].flat().find((each) => field.options && !field.options.includes(String(each)))
  return strange === undefined ? null : `must be of ${field.options!.join(', ')}`
}
