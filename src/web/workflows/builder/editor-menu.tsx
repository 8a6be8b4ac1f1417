import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconKey, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { post, remove } from '../../api/request.ts'
import { text } from '../../text.ts'
import { confirm } from '../../ui/confirm.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { refreshWorkflows } from '../queries.ts'

const t = text.workflows.edit

type Props = { id: string; name: string; onSecret: (secret: string) => void }

/** What is done rarely with a workflow. */
export function EditorMenu({ id, name, onSecret }: Props) {
  const navigate = useNavigate()
  const drop = useMutation({
    mutationFn: () => remove(`/workflows/${id}`),
    onSuccess: async () => {
      toast({ title: t.deleted(name) })
      await navigate({ to: '/settings/workflows', ignoreBlocker: true })
      void refreshWorkflows()
    },
    onError: (error) => toastProblem(error),
  })
  const renew = useMutation({
    mutationFn: () => post<{ secret: string }>(`/workflows/${id}/secret`),
    onSuccess: ({ secret }) => onSecret(secret),
    onError: (error) => toastProblem(error),
  })
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t.menu}
          loading={drop.isPending || renew.isPending}
        >
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconKey size={15} />}
          onClick={() =>
            confirm({
              title: t.newSecretTitle,
              body: t.newSecretBody,
              confirm: t.newSecret.replace('…', ''),
              danger: false,
              onConfirm: () => renew.mutate(),
            })
          }
        >
          {t.newSecret}
        </Menu.Item>
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={15} />}
          onClick={() =>
            confirm({
              title: t.deleteTitle(name),
              body: t.deleteBody,
              confirm: t.delete.replace('…', ''),
              onConfirm: () => drop.mutate(),
            })
          }
        >
          {t.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
