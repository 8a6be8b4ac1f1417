import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import { type ConversationStatus, isEnded } from '../../../policy/settings.ts'
import type { statusAnswer } from '../../../surveys/schema.ts'
import { post } from '../../api/request.ts'
import { useZone } from '../../session/session.ts'
import { text } from '../../text.ts'
import { formatMoment } from '../../ui/time.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { patchConversation, refreshConversation } from '../cache.ts'
import type { ConversationDetail } from '../queries.ts'

const t = text.inbox.after

export type StatusChange = {
  status: ConversationStatus
  survey?: 'default' | 'send' | 'skip'
  snoozed_until?: string | null
}

type Answer = z.infer<typeof statusAnswer>
type Before = Pick<StatusChange, 'status' | 'snoozed_until'>

/** Changes the status; says what became of it and of the survey, and offers to take it back. */
export function useStatusChange(conversation: ConversationDetail) {
  const zone = useZone()
  const { id } = conversation

  const send = (change: StatusChange) => post<Answer>(`/conversations/${id}/status`, change)

  async function undo(before: Before): Promise<void> {
    try {
      const { conversation: restored } = await send({ ...before, survey: 'skip' })
      patchConversation(id, restored)
    } catch (error) {
      toastProblem(error)
    } finally {
      refreshConversation(id)
    }
  }

  return useMutation({
    mutationFn: send,
    // Kept now: news of the change may arrive before the answer does.
    onMutate: (): Before => ({ status: conversation.status, snoozed_until: conversation.snoozed_until }),
    onSuccess: (answer, change, before) => {
      patchConversation(id, answer.conversation)
      toast({
        title: titleOf(change, zone, before.status),
        detail: surveyWord(answer, change),
        undo: () => void undo(before),
        tone: change.survey === 'send' && answer.decision?.allowed === false ? 'warn' : 'plain',
      })
    },
    onError: (error) => toastProblem(error),
    onSettled: () => refreshConversation(id),
  })
}

function titleOf(change: StatusChange, zone: string, before: ConversationStatus): string {
  if (change.status === 'snoozed' && change.snoozed_until)
    return t.snoozed(formatMoment(change.snoozed_until, zone))
  if (change.status === 'open' && isEnded(before)) return t.reopened
  return t.changed(text.statuses[change.status])
}

/** The decision in the server's words. A workspace that never asks need not hear so each time. */
function surveyWord({ decision }: Answer, { survey }: StatusChange): string | undefined {
  if (!decision || survey === 'skip' || decision.reason === 'csat_off') return undefined
  return decision.sentence
}

/** Sends a survey on a conversation that has ended (C4); a refusal is said in the server's words (C5). */
export function useSendSurvey(conversationId: string) {
  return useMutation({
    mutationFn: () => post(`/conversations/${conversationId}/surveys`, {}, crypto.randomUUID()),
    onSuccess: () => toast({ title: t.surveySent }),
    onError: (error) => toastProblem(error, t.surveyNotSent),
    onSettled: () => refreshConversation(conversationId),
  })
}
