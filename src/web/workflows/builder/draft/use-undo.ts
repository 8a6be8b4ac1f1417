import { useRef } from 'react'
import { allSteps } from '../../../../policy/workflow/workflow.ts'
import type { WorkflowInput } from '../../../../workflows/schema.ts'

const MOST = 100

/** Which steps there are, and where: what is written in them aside. */
function shapeOf({ steps }: WorkflowInput): string {
  return allSteps(steps)
    .map(({ step, path }) => `${path.join('.')}=${step.id}`)
    .join(' ')
}

/**
 * What a draft was before each change, the last first. Writing in fields is one change until a step is added, removed
 * or moved; each of those is one by itself.
 */
export function useUndo() {
  const past = useRef<{ before: WorkflowInput; isWriting: boolean }[]>([])
  return {
    /** Before a change is made. */
    note(before: WorkflowInput, after: WorkflowInput): void {
      const isWriting = shapeOf(before) === shapeOf(after)
      if (isWriting && past.current.at(-1)?.isWriting) return
      past.current = [...past.current, { before, isWriting }].slice(-MOST)
    },
    /** How it was before the last change; null when there was none. */
    takeBack(): WorkflowInput | null {
      return past.current.pop()?.before ?? null
    },
    forget(): void {
      past.current = []
    },
  }
}
