import { Button, Group, Modal, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { text } from '../text.ts'

const t = text.csat.save

/** Asks before unsaved changes are left behind, within the app and by closing the page. */
export function LeaveGuard({ dirty, body = t.leaveBody }: { dirty: boolean; body?: string }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  })
  return (
    <Modal
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title={t.leaveTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Text size="sm" c="dimmed">
        {body}
      </Text>
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button size="sm" variant="default" data-autofocus onClick={() => reset?.()}>
          {text.common.cancel}
        </Button>
        <Button size="sm" color="red.8" onClick={() => proceed?.()}>
          {t.leave}
        </Button>
      </Group>
    </Modal>
  )
}
