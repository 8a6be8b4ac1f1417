import { useMutation } from '@tanstack/react-query'
import type { Workflow } from '../../workflows/schema.ts'
import { queryClient } from '../api/query-client.ts'
import { patch } from '../api/request.ts'
import { text } from '../text.ts'
import { toast, toastProblem } from '../ui/toast.tsx'
import { refreshWorkflows, workflowQuery } from './queries.ts'

const t = text.workflows

/** Turns a workflow on or off, at once. */
export function useTurn(id: string, name: string, onTurned: (enabled: boolean) => void = () => {}) {
  return useMutation({
    mutationFn: (enabled: boolean) => patch<Workflow>(`/workflows/${id}`, { enabled }),
    onSuccess: (saved) => {
      queryClient.setQueryData(workflowQuery(id).queryKey, saved)
      onTurned(saved.enabled)
      toast({ title: saved.enabled ? t.turnedOn(name) : t.turnedOff(name) })
    },
    onError: (error) => toastProblem(error),
    onSettled: refreshWorkflows,
  })
}
