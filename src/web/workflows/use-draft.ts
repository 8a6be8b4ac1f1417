import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { allSteps } from '../../policy/workflow.ts'
import { checkDefinition } from '../../policy/workflow-check.ts'
import type { Workflow, WorkflowInput, WorkflowMade } from '../../workflows/schema.ts'
import { ApiProblem, post, put } from '../api/request.ts'
import { queryClient } from '../api/query-client.ts'
import { toastProblem } from '../ui/toast.tsx'
import { refreshWorkflows, workflowQuery } from './queries.ts'

export type Problems = Readonly<Record<string, string>>

type Start = { workflow: WorkflowInput; id: string | null; version: number | null }

/** A workflow while it is edited: what is wrong with it, whether it is saved, and the saving. */
export function useDraft(start: Start, onSaved: (saved: Workflow | WorkflowMade) => void) {
  const [base, setBase] = useState(start)
  const [draft, setDraft] = useState(start.workflow)
  const [refused, setRefused] = useState<Problems>({})
  const dirty = base.id === null || JSON.stringify(draft) !== JSON.stringify(base.workflow)
  const problems: Problems = { ...refused, ...problemsOf(draft) }

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
  }

  return {
    id: base.id,
    draft,
    dirty,
    problems,
    conflict: isConflict(save.error),
    saving: save.isPending,
    save: () => save.mutate(),
    set: (change: Partial<WorkflowInput>): void => {
      setRefused({})
      setDraft((before) => ({ ...before, ...change }))
    },
    loadLatest: async (): Promise<void> => {
      if (base.id === null) return
      rebase(await queryClient.fetchQuery({ ...workflowQuery(base.id), staleTime: 0 }))
      save.reset()
    },
    /** What changes without being saved with the rest: on or off. */
    keepEnabled: (enabled: boolean): void => {
      setBase((before) => ({ ...before, workflow: { ...before.workflow, enabled } }))
      setDraft((before) => ({ ...before, enabled }))
    },
  }
}

export type WorkflowDraft = ReturnType<typeof useDraft>

const isConflict = (error: unknown): boolean => error instanceof ApiProblem && error.status === 409

/** The server's own check, and texts that are still empty. */
function problemsOf(draft: WorkflowInput): Problems {
  const found = [...checkDefinition(draft), ...missingOf(draft)]
  // The first thing said about a field is the one to mend first.
  return Object.fromEntries(found.toReversed().map(({ field, message }) => [field, message]))
}

function missingOf({ name, trigger, steps }: WorkflowInput): { field: string; message: string }[] {
  const empty = (field: string, value: string) =>
    value.trim() === '' ? [{ field, message: 'must not be empty' }] : []
  return [
    ...empty('name', name),
    ...(trigger.type === 'conversation.status_changed' && trigger.to.length === 0
      ? [{ field: 'trigger.to', message: 'needs a status' }]
      : []),
    ...(steps.length === 0 ? [{ field: 'steps', message: 'are none yet' }] : []),
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
