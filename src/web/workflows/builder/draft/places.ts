import type { Step } from '../../../../policy/workflow/workflow-definition.ts'
import { allSteps, type Path, stepAt } from '../../../../policy/workflow/workflow.ts'
import { text } from '../../../text.ts'

const t = text.workflows

const STEP = /^steps\.(\d+(?:\.(?:then|else)\.\d+)*)(?:\.(.*))?$/

/** The card that a field is on, and the step if it is one of a step's. */
type Place = { card: string | null; step: Step | null; rest: string }

/** Where a field such as `steps.1.then.0.body` stands. */
export function placeOf(field: string, steps: readonly Step[]): Place {
  const [, path, rest = ''] = STEP.exec(field) ?? []
  const at = path?.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)) as Path | undefined
  const step = at && stepAt(steps, at)
  if (step) return { card: step.id, step, rest }
  const first = field.split('.')[0]!
  return { card: first === 'trigger' || first === 'conditions' ? first : null, step: null, rest: '' }
}

/** A name for a field that stays when its step is moved. */
export function keyOf(field: string, steps: readonly Step[]): string {
  const { step, rest } = placeOf(field, steps)
  return step ? `#${step.id}.${rest}` : field
}

/** "Notify somebody, Subject" */
export function nameOfField(field: string, steps: readonly Step[]): string {
  const { card, step, rest } = placeOf(field, steps)
  if (field === 'steps') return t.edit.steps
  const last = (rest.split('.').at(-1) ?? '') as keyof typeof t.edit.fieldNames
  const own = step && Object.hasOwn(t.edit.fieldNames, last) ? t.edit.fieldNames[last] : null
  if (step) {
    const number = allSteps(steps).findIndex((each) => each.step.id === step.id) + 1
    const of = t.edit.stepNumber(number, t.steps[step.type].name)
    const isCondition = rest.startsWith('conditions')
    return isCondition ? `${of}, ${t.edit.condition}` : own ? `${of}, ${own}` : of
  }
  if (card === 'trigger') return t.edit.when
  return card === 'conditions' ? t.edit.onlyIf : t.edit.name
}

/** Puts the focus on a field once it is there; where it has no place of its own, on what it is part of. */
export function focusField(field: string): void {
  requestAnimationFrame(() => {
    for (let name = field; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
      const mark = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`)
      const target = mark?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, button, select')
      if (!mark || !target) continue
      target.focus()
      mark.scrollIntoView({ block: 'center' })
      return
    }
  })
}
