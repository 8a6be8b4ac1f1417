import { Anchor, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { ApiProblem, messageOf } from '../api/request.ts'
import { text } from '../text.ts'

type Toast = {
  title: string
  detail?: string | undefined
  undo?: () => void
  tone?: 'plain' | 'warn'
  /** For what may be taken back elsewhere, too: `hideToast` with the same one. */
  id?: string
}

/** Says what happened; with `undo`, for long enough to take it back. */
export function toast({ title, detail, undo, tone = 'plain', id = crypto.randomUUID() }: Toast): void {
  notifications.show({
    id,
    color: tone === 'warn' ? 'orange' : 'iris',
    autoClose: undo || detail ? 9000 : 4500,
    role: 'status',
    closeButtonProps: { 'aria-label': text.common.close },
    title: undo ? (
      // Where both have no room in one line, the way back stands below.
      <Group justify="space-between" gap="0 16px">
        <span>{title}</span>
        <Anchor
          component="button"
          type="button"
          size="sm"
          fw={600}
          onClick={() => {
            notifications.hide(id)
            undo()
          }}
        >
          {text.common.undo}
        </Anchor>
      </Group>
    ) : (
      title
    ),
    message: detail ? <Text size="sm">{detail}</Text> : null,
  })
}

/** Takes away what was said, if it still stands there. */
export function hideToast(id: string): void {
  notifications.hide(id)
}

/** Says that something did not work, in the server's words. */
export function toastProblem(error: unknown, title: string = text.common.didNotWork): void {
  notifications.show({
    color: 'red',
    autoClose: 8000,
    title,
    message: detailOf(error),
    role: 'alert',
    closeButtonProps: { 'aria-label': text.common.close },
  })
}

/** Where there is no field to say it at, what is wrong with the first one. */
function detailOf(error: unknown): string {
  const field = error instanceof ApiProblem ? error.fields[0] : undefined
  return field ? `${field.message.replace(/^./, (letter) => letter.toUpperCase())}.` : messageOf(error)
}
