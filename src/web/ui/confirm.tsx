import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { text } from '../text.ts'

type Question = { title: string; body: string; confirm: string; onConfirm: () => void; danger?: boolean }

/** Asks before something that cannot be taken back. */
export function confirm({ title, body, confirm, onConfirm, danger = true }: Question): void {
  modals.openConfirmModal({
    title,
    children: (
      <Text size="sm" c="dimmed">
        {body}
      </Text>
    ),
    labels: { confirm, cancel: text.common.cancel },
    // Enter does what was asked for, but nothing that is lost for good.
    confirmProps: danger ? { color: 'red.8' } : { 'data-autofocus': true },
    onConfirm,
    closeButtonProps: { 'aria-label': text.common.close },
  })
}
