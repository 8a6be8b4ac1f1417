import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core'
import { text } from '../text.ts'
import { Copy } from '../ui/copy.tsx'

const t = text.workflows.edit

/** A signing secret, once. Only the button that says so closes it. */
export function SecretShown({ secret, onDone }: { secret: string | null; onDone: () => void }) {
  return (
    <Modal opened={secret !== null} onClose={() => undefined} withCloseButton={false} title={t.secretTitle}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t.secret}
        </Text>
        <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {secret}
        </Code>
        <Group justify="space-between">
          <Copy value={secret ?? ''} label={t.secretCopy} />
          <Button size="sm" onClick={onDone}>
            {t.secretDone}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
