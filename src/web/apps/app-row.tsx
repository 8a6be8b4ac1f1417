import { Button, Group, Modal, Switch, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { App, AppPreview } from '../../apps/schema.ts'
import { queryClient } from '../api/query-client.ts'
import { patch, post, remove } from '../api/request.ts'
import { text } from '../text.ts'
import { confirm } from '../ui/confirm.tsx'
import rows from '../ui/rows.module.css'
import { TimeAgo } from '../ui/time.tsx'
import { toast, toastProblem } from '../ui/toast.tsx'
import { CardPreview } from './card-preview.tsx'
import { appsQuery } from './queries.ts'

const t = text.apps

/** One app: on or off, how its last call went, and what can be done with it. */
export function AppRow({ app, onChange }: { app: App; onChange: () => void }) {
  const refresh = () => queryClient.invalidateQueries({ queryKey: appsQuery.queryKey })
  const failed = (error: unknown) => toastProblem(error)
  const turn = useMutation({
    mutationFn: (enabled: boolean) => patch<App>(`/apps/${app.id}`, { enabled }),
    onSuccess: ({ enabled }) => toast({ title: enabled ? t.turnedOn(app.name) : t.turnedOff(app.name) }),
    onError: failed,
    onSettled: refresh,
  })
  const drop = useMutation({
    mutationFn: () => remove(`/apps/${app.id}`),
    onSuccess: () => toast({ title: t.removed(app.name) }),
    onError: failed,
    onSettled: refresh,
  })
  const preview = useMutation({
    mutationFn: () => post<AppPreview>(`/apps/${app.id}/preview`),
    onError: failed,
    onSettled: refresh,
  })
  return (
    <li className={rows.row}>
      <Switch
        checked={turn.isPending ? turn.variables : app.enabled}
        onChange={(event) => turn.mutate(event.currentTarget.checked)}
        aria-label={t.turn(app.name)}
      />
      <div className={rows.who}>
        <Text size="sm" fw={500}>
          {app.name}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {app.url ?? t.fixed} · {app.channels.map((channel) => text.channels[channel]).join(', ')}
        </Text>
        {app.kind === 'url' && <Health app={app} />}
      </div>
      <Group gap={8}>
        <Button
          variant="default"
          loading={preview.isPending}
          aria-label={t.previewOf(app.name)}
          onClick={() => preview.mutate()}
        >
          {t.preview}
        </Button>
        <Button variant="default" aria-label={t.changeOf(app.name)} onClick={onChange}>
          {t.change}
        </Button>
        <Button
          variant="default"
          loading={drop.isPending}
          aria-label={t.removeOf(app.name)}
          onClick={() =>
            confirm({
              title: t.removeTitle(app.name),
              body: t.removeBody,
              confirm: t.remove,
              onConfirm: () => drop.mutate(),
            })
          }
        >
          {t.remove}
        </Button>
      </Group>
      {preview.data && (
        <Modal
          opened
          onClose={() => preview.reset()}
          title={t.previewTitle(app.name)}
          closeButtonProps={{ 'aria-label': text.common.close }}
        >
          <Shown answer={preview.data} />
        </Modal>
      )}
    </li>
  )
}

function Shown({ answer: { card, sentence } }: { answer: AppPreview }) {
  if (card) return <CardPreview card={card} />
  return (
    <>
      <Text size="sm">{sentence}</Text>
      <Text size="sm" c="dimmed" mt={6}>
        {t.noCard}
      </Text>
    </>
  )
}

/** How its last call went; a failure that came after the last success stands out. */
function Health({ app: { last_ok_at: ok, last_error: error, last_error_at: failedAt } }: { app: App }) {
  if (error && failedAt && (!ok || failedAt > ok)) {
    return (
      <Text size="xs" c="var(--c-bad)">
        {t.lastError} <TimeAgo at={failedAt} />: {error}
      </Text>
    )
  }
  return (
    <Text size="xs" c="dimmed">
      {ok ? (
        <>
          {t.lastOk} <TimeAgo at={ok} />
        </>
      ) : (
        t.never
      )}
    </Text>
  )
}
