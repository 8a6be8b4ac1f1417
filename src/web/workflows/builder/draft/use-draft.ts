import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { checkDefinition } from '../../../../policy/workflow/workflow-check.ts'
import type { Step } from '../../../../policy/workflow/workflow-definition.ts'
import { allSteps } from '../../../../policy/workflow/workflow.ts'
import type { FieldProblem } from '../../../../policy/validate.ts'
import type { Workflow, WorkflowInput, WorkflowMade } from '../../../../workflows/schema.ts'
import { queryClient } from '../../../api/query-client.ts'
import { ApiProblem, post, put } from '../../../api/request.ts'
import { membersQuery } from '../../../session/directory.ts'
import { toastProblem } from '../../../ui/toast.tsx'
import { refreshWorkflows, workflowQuery } from '../../queries.ts'
import { compareFields } from './field-order.ts'
import { goneIn } from './gone-in.ts'
import { keyOf, placeOf } from './places.ts'
import { useUndo } from './use-undo.ts'

export type Problems = Readonly<Record<string, string>>

type Start = { workflow: WorkflowInput; id: string | null; version: number | null }

/**
 * A workflow while it is edited: what is wrong with it, whether it is saved, and the saving. What is wrong is said of
 * fields that somebody has been at, and of all once it is to be saved, tried or turned on.
 */
export function useDraft(start: Start, onSaved: (saved: Workflow | WorkflowMade) => void) {
  const [base, setBase] = useState(start)
  const [draft, setShown] = useState(start.workflow)
  // As it is after the last change, also for what was offered before it, such as taking a removal back.
  const latest = useRef(start.workflow)
  const setDraft = (next: WorkflowInput): void => {
    latest.current = next
    setShown(next)
  }
  const [refused, setRefused] = useState<Problems>({})
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  // The steps that were there when it was to be saved, tried or turned on; null: it was not yet.
  const [asked, setAsked] = useState<ReadonlySet<string> | null>(null)
  const undo = useUndo()
  const dirty = base.id === null || JSON.stringify(draft) !== JSON.stringify(base.workflow)
  // Nobody has been at these: the member left after it was saved.
  const gone = goneIn(draft.steps, useQuery(membersQuery).data ?? [])
  const all: Problems = { ...refused, ...problemsOf(draft, gone) }
  const problems: Problems = Object.fromEntries(Object.entries(all).filter(([field]) => isSaid(field)))
  const isSound = Object.keys(all).length === 0

  function isSaid(field: string): boolean {
    const isGone = gone.some((each) => each.field === field)
    return isGone || isAsked(field) || touched.has(keyOf(field, draft.steps))
  }

  /** What was added since then starts clean. */
  function isAsked(field: string): boolean {
    if (asked === null) return false
    const { step } = placeOf(field, draft.steps)
    return step === null || asked.has(step.id)
  }

  const askNow = (): void => setAsked(idsOf(latest.current.steps))

  const save = useMutation({
    mutationFn: () =>
      base.id === null
        ? post<WorkflowMade>('/workflows', draft, crypto.randomUUID())
        : put<Workflow>(`/workflows/${base.id}`, { ...draft, version: base.version }),
    onSuccess: (saved) => {
      rebase(saved)
      const { secret: _secret, ...shown } = saved as WorkflowMade
      queryClient.setQueryData(workflowQuery(saved.id).queryKey, shown)
      void refreshWorkflows()
      onSaved(saved)
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.fields.length > 0) {
        askNow()
        return setRefused(Object.fromEntries(error.fields.map(({ field, message }) => [field, message])))
      }
      if (!isConflict(error)) toastProblem(error)
    },
  })

  function rebase(saved: Workflow): void {
    const { name, enabled, trigger, conditions, steps } = saved
    const workflow = { name, enabled, trigger, conditions, steps }
    setBase({ workflow, id: saved.id, version: saved.version })
    setDraft(workflow)
    setRefused({})
    setAsked(null)
    setTouched(new Set())
  }

  function change(next: WorkflowInput): void {
    setRefused({})
    undo.note(latest.current, next)
    setDraft(next)
    // Names are given anew: a step that gets that of a removed one was not there before.
    const ids = idsOf(next.steps)
    setAsked((before) => before && new Set([...before].filter((id) => ids.has(id))))
    setTouched((before) => new Set([...before].filter((key) => !key.startsWith('#') || ids.has(stepOf(key)))))
  }

  /** Whether it may go on; if not, everything that is wrong is said from now on. */
  function ask(): boolean {
    if (!isSound) askNow()
    return isSound
  }

  return {
    id: base.id,
    draft,
    /** The steps after the last change, whenever that was. */
    stepsNow: (): readonly Step[] => latest.current.steps,
    dirty,
    problems,
    isSound,
    /** Everything that was wrong when it was to be saved is said, as far as it is. */
    asked: asked !== null && Object.keys(problems).length > 0,
    ask,
    touch: (field: string): void => setTouched((before) => new Set(before).add(keyOf(field, draft.steps))),
    conflict: isConflict(save.error),
    saving: save.isPending,
    save: (): void => {
      if (ask()) save.mutate()
    },
    set: (part: Partial<WorkflowInput>): void => change({ ...latest.current, ...part }),
    /** Takes the last change back. Answers with the steps as they are then; null when there was nothing to take back. */
    takeBack: (): readonly Step[] | null => {
      const before = undo.takeBack()
      if (before) setDraft({ ...before, enabled: latest.current.enabled })
      return before && before.steps
    },
    loadLatest: async (): Promise<void> => {
      if (base.id === null) return
      undo.forget()
      rebase(await queryClient.fetchQuery({ ...workflowQuery(base.id), staleTime: 0 }))
      save.reset()
    },
    /** What changes without being saved with the rest: on or off. */
    keepEnabled: (enabled: boolean): void => {
      setBase((before) => ({ ...before, workflow: { ...before.workflow, enabled } }))
      setDraft({ ...latest.current, enabled })
    },
  }
}

export type WorkflowDraft = ReturnType<typeof useDraft>

const isConflict = (error: unknown): boolean => error instanceof ApiProblem && error.status === 409

const idsOf = (steps: readonly Step[]): ReadonlySet<string> =>
  new Set(allSteps(steps).map(({ step: { id } }) => id))
/** Of a key such as `#s1.subject`. */
const stepOf = (key: string): string => key.slice(1, key.indexOf('.'))

/** The server's own check, and texts that are still empty. */
function problemsOf(draft: WorkflowInput, gone: readonly FieldProblem[]): Problems {
  const found = [...checkDefinition(draft), ...missingOf(draft), ...gone]
  // The first thing said about a field is the one to mend first.
  const first = Object.fromEntries(found.toReversed().map(({ field, message }) => [field, message]))
  // From top to bottom, as they stand on the page.
  const order = Object.keys(first).toSorted(compareFields)
  return Object.fromEntries(order.map((field) => [field, first[field]!]))
}

function missingOf({ name, trigger, steps }: WorkflowInput): { field: string; message: string }[] {
  const empty = (field: string, value: string) =>
    value.trim() === '' ? [{ field, message: 'must not be empty' }] : []
  return [
    ...empty('name', name),
    ...(trigger.type === 'conversation.status_changed' && trigger.to.length === 0
      ? [{ field: 'trigger.to', message: 'needs a status' }]
      : []),
    ...(steps.length === 0 ? [{ field: 'steps', message: 'are missing: add the first one' }] : []),
    ...allSteps(steps).flatMap(({ step, path }) => {
      const at = `steps.${path.join('.')}`
      if (step.type === 'notify')
        return [...empty(`${at}.subject`, step.subject), ...empty(`${at}.body`, step.body)]
      return step.type === 'post_message' ? empty(`${at}.body`, step.body) : []
    }),
  ]
}

/** The problems at or below a path: of a step, or of a field of it. */
export function problemsAt(problems: Problems, path: string): string[] {
  return Object.entries(problems).flatMap(([field, message]) =>
    field === path || field.startsWith(`${path}.`) ? [message] : [],
  )
}
