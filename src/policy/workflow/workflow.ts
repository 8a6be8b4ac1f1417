import type { Instant } from '../decision.ts'
import { durationMs } from '../duration.ts'
import { judge, type WorkflowFacts } from './workflow-condition.ts'
import type { Definition, Step, StepOf } from './workflow-definition.ts'

/** Where a run stands: the number of a step, then into which side of it, the number there … Null: at its end. */
export type Path = readonly (number | 'then' | 'else')[]

export type RunState = {
  at: Path | null
  variables: Readonly<Record<string, string | number>>
  /** Since it began to wait at `at`: until when at the latest. */
  waitUntil: Instant | null
}

/** A step that the engine carries out; branches and waits are the evaluator's own. */
export type ActionStep = Exclude<Step, { type: 'branch' } | { type: 'wait' }>

/** What is to be done next; `next` is where the run goes on after it. */
export type Action =
  | { kind: 'do'; step: ActionStep; next: Path | null }
  | { kind: 'branch'; step: StepOf<'branch'>; side: 'then' | 'else'; unknown: string[]; next: Path | null }
  | { kind: 'wait'; step: StepOf<'wait'>; until: Instant }
  | { kind: 'waited'; step: StepOf<'wait'>; answered: boolean; next: Path | null }
  | { kind: 'finished' }
  | { kind: 'stop'; reason: 'lost' }

/**
 * The next thing that a run does. Given the same definition, state and facts it is always the same; every step is
 * reached at most once, for nothing leads back. `answered` says whether the last ask of the conversation was.
 */
export function nextAction(
  definition: Pick<Definition, 'steps'>,
  state: RunState,
  facts: WorkflowFacts,
  now: Instant,
): Action {
  if (state.at === null) return { kind: 'finished' }
  const step = stepAt(definition.steps, state.at)
  if (!step) return { kind: 'stop', reason: 'lost' }
  const next = after(definition.steps, state.at)
  if (step.type === 'wait') return waitAt(step, state, facts, now, next)
  if (step.type !== 'branch') return { kind: 'do', step, next }
  const { holds, unknown } = judge(step.conditions, { ...facts, ...asFields(state.variables) })
  const side = holds === true ? 'then' : 'else'
  const inside: Path = [...state.at, side, 0]
  return { kind: 'branch', step, side, unknown, next: step[side].length > 0 ? inside : next }
}

function waitAt(
  step: StepOf<'wait'>,
  state: RunState,
  facts: WorkflowFacts,
  now: Instant,
  next: Path | null,
): Action {
  const until = state.waitUntil ?? now + durationMs(step.duration)
  const answered = step.until_answered && facts['csat.state'] === 'answered'
  return answered || now >= until ? { kind: 'waited', step, answered, next } : { kind: 'wait', step, until }
}

/** Where a run begins. */
export function startOf({ steps }: Pick<Definition, 'steps'>): Path | null {
  return steps.length > 0 ? [0] : null
}

/** The step at a path; undefined where there is none. */
export function stepAt(steps: readonly Step[], path: Path): Step | undefined {
  const [index, side, ...rest] = path
  const step = steps[index as number]
  if (side === undefined || !step) return step
  return step.type === 'branch' && side !== 0 ? stepAt(step[side as 'then' | 'else'], rest) : undefined
}

/** The place after a step: the next beside it, else after the branch that it is in. */
function after(steps: readonly Step[], path: Path): Path | null {
  const next: Path = [...path.slice(0, -1), (path.at(-1) as number) + 1]
  if (stepAt(steps, next)) return next
  return path.length === 1 ? null : after(steps, path.slice(0, -2))
}

/** Every step with its path, in the order in which it is written. */
export function allSteps(steps: readonly Step[], at: Path = []): { step: Step; path: Path }[] {
  return steps.flatMap((step, index) => {
    const path: Path = [...at, index]
    const inside =
      step.type === 'branch'
        ? [...allSteps(step.then, [...path, 'then']), ...allSteps(step.else, [...path, 'else'])]
        : []
    return [{ step, path }, ...inside]
  })
}

function asFields(variables: RunState['variables']): WorkflowFacts {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [`variables.${name}`, value]))
}
