import { Button, Code, Group, Modal, Stack, Text } from '@mantine/core'
import { text } from '../text.ts'
import { Copy } from '../ui/copy.tsx'

const t = text.webhooks.secret

/** A secret that is shown this once: only the button that says so puts it away. */
export function SecretShown({ secret, onDone }: { secret: string | null; onDone: () => void }) {
  return (
    <Modal opened={secret !== null} onClose={() => undefined} withCloseButton={false} title={t.title}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t.lead}
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
