import { Menu } from '@mantine/core'
import { IconHeartHandshake } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useCan } from '../session/session.ts'
import { text } from '../text.ts'
import { toast, toastProblem } from '../ui/toast.tsx'
import { work } from './queries.ts'

/** Opens a case by hand from a conversation, or leads to the one there is. */
export function OpenCaseItem({ conversationId }: { conversationId: string }) {
  const mayWork = useCan('cases.work')
  const navigate = useNavigate()
  if (!mayWork) return null
  return (
    <Menu.Item
      leftSection={<IconHeartHandshake size={15} />}
      onClick={() =>
        void work.open(conversationId).then(({ id }) => {
          toast({ title: text.followup.openedDone })
          void navigate({ to: '/cases/$caseId', params: { caseId: id }, search: {} })
        }, toastProblem)
      }
    >
      {text.followup.actions.openByHand}
    </Menu.Item>
  )
}
