import { describe, expect, it } from 'vitest'
import type { Step } from '../../../../policy/workflow/workflow-definition.ts'
import { allSteps, type Path } from '../../../../policy/workflow/workflow.ts'
import {
  copyOf,
  insertStep,
  LOW_SCORE,
  moveStep,
  newStep,
  placeBeside,
  putBack,
  removeStep,
} from './edit-steps.ts'

const step = (id: string): Step => ({ id, type: 'reopen' })
const branch = (id: string, then: Step[], other: Step[]): Step => ({
  id,
  type: 'branch',
  conditions: LOW_SCORE,
  then,
  else: other,
})
const STEPS = [step('a'), branch('b', [step('c'), step('d')], [step('e')]), step('f')]
/** As one line: `a b(c d|e) f`. */
const line = (steps: readonly Step[]): string =>
  steps
    .map((each) => (each.type === 'branch' ? `${each.id}(${line(each.then)}|${line(each.else)})` : each.id))
    .join(' ')
const moved = (from: Path, way: 'up' | 'down'): string | null => {
  const to = placeBeside(STEPS, from, way)
  return to && line(moveStep(STEPS, from, to))
}

describe('steps of a workflow', () => {
  it('O9: go in and out at every place', () => {
    expect(line(insertStep(STEPS, [1, 'then', 1], step('x')))).toBe('a b(c x d|e) f')
    expect(line(insertStep(STEPS, [3], step('x')))).toBe('a b(c d|e) f x')
    expect(line(removeStep(STEPS, [1, 'else', 0]))).toBe('a b(c d|) f')
    expect(line(removeStep(STEPS, [1]))).toBe('a f')
  })

  it('O9: a removed one comes back to its place, once, and to the end where its branch is gone', () => {
    const without = removeStep(STEPS, [1, 'then', 1])
    expect(line(putBack(without, [1, 'then', 1], step('d')))).toBe('a b(c d|e) f')
    expect(line(putBack(STEPS, [1, 'then', 1], step('d')))).toBe('a b(c d|e) f')
    expect(line(putBack(removeStep(without, [1]), [1, 'then', 1], step('d')))).toBe('a f d')
  })

  it('O9: move one place at a time, into branches, through them, and out', () => {
    expect(moved([0], 'down')).toBe('b(a c d|e) f')
    expect(moved([0], 'up')).toBeNull()
    expect(moved([1, 'then', 0], 'down')).toBe('a b(d c|e) f')
    expect(moved([1, 'then', 1], 'down')).toBe('a b(c|d e) f')
    expect(moved([1, 'then', 0], 'up')).toBe('a c b(d|e) f')
    expect(moved([1, 'else', 0], 'up')).toBe('a b(c d e|) f')
    expect(moved([1, 'else', 0], 'down')).toBe('a b(c d|) e f')
    expect(moved([2], 'up')).toBe('a b(c d|e f)')
    expect(moved([2], 'down')).toBeNull()
    expect(moved([1], 'up')).toBe('b(c d|e) a f')
  })

  it('O9: no two have the same name', () => {
    const copy = copyOf(STEPS[1]!, STEPS)
    const names = allSteps([...STEPS, copy, newStep('reopen', [...STEPS, copy])]).map(
      ({ step: { id } }) => id,
    )
    expect(new Set(names).size).toBe(names.length)
  })
})
