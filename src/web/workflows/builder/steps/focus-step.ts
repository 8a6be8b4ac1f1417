import type { Step } from '../../../../policy/workflow/workflow-definition.ts'
import { type Path, stepAt } from '../../../../policy/workflow/workflow.ts'

/** Puts the focus on a step once it is there. */
export function focusStep(id: string): void {
  focusLater(`[data-step="${CSS.escape(id)}"] > button`)
}

/**
 * Puts the focus where a step was: on the one that stands there now, else on the one before it, else on what adds the
 * first one.
 */
export function focusNear(steps: readonly Step[], path: Path): void {
  const index = path.at(-1) as number
  const list = path.slice(0, -1)
  const near = stepAt(steps, path) ?? (index > 0 ? stepAt(steps, [...list, index - 1]) : undefined)
  if (near) focusStep(near.id)
  else focusLater(`[data-add="${[...list, 0].join('.')}"] button`)
}

/** Where what had the focus is gone: to the last step that there is. */
export function focusIfLost(steps: readonly Step[]): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) focusNear(steps, [Math.max(0, steps.length - 1)])
  })
}

function focusLater(selector: string): void {
  requestAnimationFrame(() => {
    const target = document.querySelector<HTMLElement>(selector)
    target?.focus()
    target?.scrollIntoView({ block: 'nearest' })
  })
}
