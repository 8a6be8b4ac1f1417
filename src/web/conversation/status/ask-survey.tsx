import { Button, Group, Modal, Text } from '@mantine/core'
import { useRef } from 'react'
import type { EndedStatus } from '../../../policy/settings.ts'
import { text } from '../../text.ts'

const t = text.inbox.ask

type Props = {
  status: EndedStatus | null
  contact: string
  onAnswer: (survey: 'send' | 'skip') => void
  onCancel: () => void
}

/** Send a survey or not? Closing the dialog leaves the conversation as it is (C3). */
export function AskSurvey({ status, contact, onAnswer, onCancel }: Props) {
  const last = useRef<EndedStatus>('resolved')
  if (status) last.current = status
  const shown = status ?? last.current
  return (
    <Modal
      opened={status !== null}
      onClose={onCancel}
      size={500}
      title={t.title(text.statuses[shown])}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Text size="sm" c="dimmed">
        {t.body(contact)}
      </Text>
      <Group mt="lg" justify="flex-end" gap="xs">
        <Button size="sm" variant="subtle" color="gray" onClick={onCancel} me="auto">
          {text.common.cancel}
        </Button>
        <Button size="sm" variant="default" onClick={() => onAnswer('skip')}>
          {shown === 'resolved' ? t.without.resolved : t.without.other}
        </Button>
        <Button size="sm" data-autofocus onClick={() => onAnswer('send')}>
          {t.send}
        </Button>
      </Group>
    </Modal>
  )
}
