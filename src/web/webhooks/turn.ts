import { useMutation } from '@tanstack/react-query'
import type { Endpoint } from '../../webhooks/schema.ts'
import { patch } from '../api/request.ts'
import { text } from '../text.ts'
import { toast, toastProblem } from '../ui/toast.tsx'
import { refreshWebhooks } from './queries.ts'

const t = text.webhooks

/** Switches an endpoint on or off; off can be taken back from the message. */
export function useTurn({ id, waiting }: Endpoint) {
  const save = (enabled: boolean) => patch<Endpoint>(`/webhooks/${id}`, { enabled })
  const onError = (problem: unknown) => toastProblem(problem)
  const back = useMutation({ mutationFn: () => save(true), onError, onSettled: refreshWebhooks })
  return useMutation({
    mutationFn: save,
    onSuccess: ({ enabled }) =>
      enabled
        ? toast({ title: waiting > 0 ? t.turnedOnWaiting(waiting) : t.turnedOn })
        : toast({ title: t.turnedOff, undo: () => back.mutate() }),
    onError,
    onSettled: refreshWebhooks,
  })
}
