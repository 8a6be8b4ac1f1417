import { useMutation } from '@tanstack/react-query'
import type { Conversation, ConversationChange } from '../../../inbox/schema.ts'
import { patch } from '../../api/request.ts'
import { patchConversation, refreshConversation } from '../../conversation/cache.ts'
import { toastProblem } from '../../ui/toast.tsx'

/** Changes subject, tags, team or assignee: shown at once, put back if the server refuses. */
export function useChange(conversation: Conversation): (change: ConversationChange) => void {
  const { mutate } = useMutation({
    mutationFn: (change: ConversationChange) =>
      patch<Conversation>(`/conversations/${conversation.id}`, change),
    onMutate: (change) => {
      const { subject, tags, team_id, assignee_id } = conversation
      patchConversation(conversation.id, change)
      return { subject, tags, team_id, assignee_id }
    },
    onError: (error, _change, before) => {
      if (before) patchConversation(conversation.id, before)
      toastProblem(error)
    },
    onSettled: () => refreshConversation(conversation.id),
  })
  return mutate
}
