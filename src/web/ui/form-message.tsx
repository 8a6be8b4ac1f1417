import { Alert } from '@mantine/core'
import { IconAlertCircle, IconInfoCircle } from '@tabler/icons-react'

/** What a whole form has to say. Problems are read out at once. */
export function FormMessage({ message, tone = 'bad' }: { message: string | null; tone?: 'bad' | 'info' }) {
  if (!message) return null
  const bad = tone === 'bad'
  return (
    <Alert
      role={bad ? 'alert' : 'status'}
      p="10px 12px"
      icon={bad ? <IconAlertCircle size={17} /> : <IconInfoCircle size={17} />}
      styles={{
        root: { background: bad ? 'var(--c-bad-bg)' : 'var(--c-selected)' },
        icon: { color: bad ? 'var(--c-bad)' : 'var(--c-accent-text)', marginInlineEnd: 8, width: 18 },
        message: { color: bad ? 'var(--c-bad)' : 'inherit', fontSize: 13 },
      }}
    >
      {message}
    </Alert>
  )
}
