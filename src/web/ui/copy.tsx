import { ActionIcon, Button, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { text } from '../text.ts'

/** Copies a value to the clipboard and says that it did. */
export function Copy({ value, label, small = false }: { value: string; label: string; small?: boolean }) {
  return (
    <CopyButton value={value} timeout={2000}>
      {({ copied, copy }) =>
        small ? (
          <Tooltip label={copied ? text.common.copied : label}>
            <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={label}>
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        ) : (
          <Button
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          >
            <span aria-live="polite">{copied ? text.common.copied : label}</span>
          </Button>
        )
      }
    </CopyButton>
  )
}
