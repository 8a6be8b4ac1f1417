import { ActionIcon, Button, Group, Menu } from '@mantine/core'
import { IconDots, IconKey, IconPlayerPause, IconPlayerPlay, IconSend, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Endpoint, EndpointMade, WebhookDelivery } from '../../webhooks/schema.ts'
import { post, remove } from '../api/request.ts'
import { text } from '../text.ts'
import { confirm } from '../ui/confirm.tsx'
import { toast, toastProblem } from '../ui/toast.tsx'
import { refreshWebhooks } from './queries.ts'
import { useTurn } from './turn.ts'

const t = text.webhooks

type Props = { endpoint: Endpoint; onEdit: () => void; onSecret: (secret: string) => void }

/** What can be done with an endpoint. */
export function WebhookActions({ endpoint, onEdit, onSecret }: Props) {
  const { id, enabled } = endpoint
  const navigate = useNavigate()
  const onError = (problem: unknown) => toastProblem(problem)
  const turn = useTurn(endpoint)
  const test = useMutation({
    mutationFn: () => post<WebhookDelivery>(`/webhooks/${id}/test`),
    onSuccess: ({ attempts }) => {
      const last = attempts.at(-1)
      if (last?.error === null) toast({ title: t.testTaken(last.status ?? 200) })
      else toast({ title: t.testFailed, detail: last?.error ?? undefined, tone: 'warn' })
    },
    onError,
    onSettled: refreshWebhooks,
  })
  const rotate = useMutation({
    mutationFn: () => post<EndpointMade>(`/webhooks/${id}/rotate-secret`),
    onSuccess: ({ secret }) => onSecret(secret),
    onError,
    onSettled: refreshWebhooks,
  })
  const drop = useMutation({
    mutationFn: () => remove(`/webhooks/${id}`),
    onSuccess: async () => {
      toast({ title: t.removed })
      await navigate({ to: '/settings/webhooks' })
      await refreshWebhooks()
    },
    onError,
  })
  return (
    <Group gap={8}>
      <Button
        variant="default"
        leftSection={<IconSend size={15} />}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        {t.test}
      </Button>
      <Button variant="default" onClick={onEdit}>
        {t.edit}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t.more}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={enabled ? <IconPlayerPause size={15} /> : <IconPlayerPlay size={15} />}
            onClick={() => turn.mutate(!enabled)}
          >
            {enabled ? t.turnOff : t.turnOn}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconKey size={15} />}
            onClick={() =>
              confirm({
                title: t.secret.rotateTitle,
                body: t.secret.rotateBody,
                confirm: t.secret.rotateConfirm,
                danger: false,
                onConfirm: () => rotate.mutate(),
              })
            }
          >
            {t.secret.rotate}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={15} />}
            c="var(--c-bad)"
            onClick={() =>
              confirm({
                title: t.removeTitle,
                body: t.removeBody,
                confirm: t.remove,
                onConfirm: () => drop.mutate(),
              })
            }
          >
            {t.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}
