import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core'
import { text } from '../text.ts'
import { Copy } from './copy.tsx'

const t = text.secret

/** A signing secret, shown this once: only the button that says so puts it away. */
export function SecretShown({
  secret,
  lead,
  onDone,
}: {
  secret: string | null
  /** What is signed with it. */
  lead: string
  onDone: () => void
}) {
  return (
    <Modal opened={secret !== null} onClose={() => undefined} withCloseButton={false} title={t.title}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {lead}
        </Text>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {secret}
        </Code>
        <Group justify="space-between">
          <Copy value={secret ?? ''} label={t.copy} />
          <Button size="sm" onClick={onDone}>
            {t.done}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
