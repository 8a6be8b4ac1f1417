import type { Condition, Step, StepType } from '../../../../policy/workflow/workflow-definition.ts'
import { allSteps, type Path, stepAt } from '../../../../policy/workflow/workflow.ts'

type Side = 'then' | 'else'

/** The steps with the list that a path's last number counts in changed. */
function changeList(
  steps: readonly Step[],
  path: Path,
  change: (list: readonly Step[], index: number) => Step[],
): Step[] {
  const [index, side, ...rest] = path as [number, Side | undefined, ...Path]
  if (side === undefined) return change(steps, index)
  return steps.map((step, at) =>
    at === index && step.type === 'branch' ? { ...step, [side]: changeList(step[side], rest, change) } : step,
  )
}

/** Puts a step at a path; what was there comes after it. */
export function insertStep(steps: readonly Step[], path: Path, step: Step): Step[] {
  return changeList(steps, path, (list, index) => list.toSpliced(index, 0, step))
}

/** Takes a step away, a branch with all that is in it. */
export function removeStep(steps: readonly Step[], path: Path): Step[] {
  return changeList(steps, path, (list, index) => list.toSpliced(index, 1))
}

/** Puts another step in the place of one. */
export function replaceStep(steps: readonly Step[], path: Path, step: Step): Step[] {
  return changeList(steps, path, (list, index) => list.toSpliced(index, 1, step))
}

/**
 * Where a step goes that is moved one place up or down: past its neighbour; into a branch that it meets, and out of
 * the one that it is at the end of. Null: it is at the end of everything.
 */
export function placeBeside(steps: readonly Step[], path: Path, way: 'up' | 'down'): Path | null {
  const index = path.at(-1) as number
  const outer = path.slice(0, -1)
  const beside = stepAt(steps, [...outer, way === 'up' ? index - 1 : index + 1])
  if (beside?.type === 'branch') {
    // Once the moved one is gone, the branch below it stands in its place.
    const at = way === 'up' ? index - 1 : index
    return way === 'up' ? [...outer, at, 'else', beside.else.length] : [...outer, at, 'then', 0]
  }
  if (beside) return [...outer, way === 'up' ? index - 1 : index + 1]
  if (outer.length === 0) return null
  const branch = outer.slice(0, -1)
  const side = outer.at(-1)
  if (way === 'up' && side === 'else') {
    const holder = stepAt(steps, branch)
    return holder?.type === 'branch' ? [...branch, 'then', holder.then.length] : null
  }
  if (way === 'down' && side === 'then') return [...branch, 'else', 0]
  const number = branch.at(-1) as number
  return [...branch.slice(0, -1), way === 'up' ? number : number + 1]
}

/** Moves a step to a place as `placeBeside` names it. */
export function moveStep(steps: readonly Step[], from: Path, to: Path): Step[] {
  const step = stepAt(steps, from)
  return step ? insertStep(removeStep(steps, from), to, step) : [...steps]
}

/** Brings a step back that was removed: where it was, or at the end where its branch is gone, too. */
export function putBack(steps: readonly Step[], path: Path, step: Step): Step[] {
  if (pathOf(steps, step.id)) return [...steps]
  const branch = path.slice(0, -2)
  const isThere = branch.length === 0 || stepAt(steps, branch)?.type === 'branch'
  return insertStep(steps, isThere ? path : [steps.length], step)
}

/** The path of the step with a name. */
export function pathOf(steps: readonly Step[], id: string): Path | null {
  return allSteps(steps).find(({ step }) => step.id === id)?.path ?? null
}

/** The same step under names that nobody has yet. */
export function copyOf(step: Step, steps: readonly Step[]): Step {
  const taken = new Set(allSteps(steps).map(({ step: { id } }) => id))
  const rename = (each: Step): Step => {
    const id = freeName(taken)
    taken.add(id)
    return each.type === 'branch'
      ? { ...each, id, then: each.then.map(rename), else: each.else.map(rename) }
      : { ...each, id }
  }
  return rename(step)
}

function freeName(taken: ReadonlySet<string>): string {
  for (let n = 1; ; n += 1) if (!taken.has(`s${n}`)) return `s${n}`
}

export const LOW_SCORE: Condition = { type: 'test', field: 'csat.score', operator: 'lt', value: 3 }

/** A new step of a kind, as ready as it can be; an email is only meant where one can be written. */
export function newStep(type: StepType, steps: readonly Step[], canMail = true): Step {
  const id = freeName(new Set(allSteps(steps).map(({ step }) => step.id)))
  switch (type) {
    case 'send_csat':
      return { id, type, message: null, window_hours: null, delay: 'PT0S' }
    case 'generate_link':
      return { id, type, window_hours: null, variable: 'csat_link' }
    case 'get_score':
      return { id, type, variable: 'score' }
    case 'branch':
      return { id, type, conditions: LOW_SCORE, then: [], else: [] }
    case 'wait':
      return { id, type, duration: 'P1D', until_answered: false }
    case 'reopen':
      return { id, type }
    case 'set_status':
      return { id, type, status: 'closed', survey: 'skip' }
    case 'assign':
      return { id, type }
    case 'tag':
      return { id, type, add: [], remove: [] }
    case 'notify':
      return {
        id,
        type,
        to: [{ type: 'leads' }],
        email: canMail,
        in_app: true,
        note: false,
        subject: '',
        body: '',
      }
    case 'post_message':
      return { id, type, body: '' }
    case 'open_case':
      return { id, type, reason: null }
    case 'call_webhook':
      return { id, type, url: 'https://', variable: 'webhook_status', on_failure: 'stop' }
  }
}
