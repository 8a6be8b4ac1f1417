import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconDownload, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { z } from 'zod'
import type { erased } from '../../privacy/schema.ts'
import { queryClient } from '../api/query-client.ts'
import { remove } from '../api/request.ts'
import { useCan } from '../session/session.ts'
import { text } from '../text.ts'
import { confirm } from '../ui/confirm.tsx'
import { toast, toastProblem } from '../ui/toast.tsx'

const t = text.inbox.contact.privacy

/** What a customer may ask for by law: all that is kept, and to be forgotten. */
export function ContactMenu({ id, name }: { id: string; name: string }) {
  const navigate = useNavigate()
  const erase = useMutation({
    mutationFn: () => remove<z.infer<typeof erased>>(`/contacts/${id}`),
    onSuccess: async ({ conversations, surveys }) => {
      toast({ title: t.erased(name), detail: t.howMuch(conversations, surveys) })
      await navigate({ to: '/inbox' })
      queryClient.removeQueries({ queryKey: ['contact', id] })
      void queryClient.invalidateQueries()
    },
    onError: (error) => toastProblem(error),
  })
  if (!useCan('privacy.manage')) return null
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t.menu} loading={erase.isPending}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component="a"
          href={`/api/v1/contacts/${id}/export`}
          download
          leftSection={<IconDownload size={15} />}
        >
          {t.export}
        </Menu.Item>
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={15} />}
          onClick={() =>
            confirm({
              title: t.eraseTitle(name),
              body: t.eraseBody,
              confirm: t.eraseConfirm,
              onConfirm: () => erase.mutate(),
            })
          }
        >
          {t.erase}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
