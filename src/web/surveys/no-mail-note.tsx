import { Alert, Anchor } from '@mantine/core'
import { IconBellRinging } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { setupQuery } from '../session/session.ts'
import { text } from '../text.ts'

const t = text.followup.noMail

/** Without a mail server nobody is written to: says so where alerts are set up (A6). */
export function NoMailNote() {
  const { data } = useQuery(setupQuery)
  if (!data || data.mail) return null
  return (
    <Alert
      p="10px 12px"
      mb={10}
      role="note"
      icon={<IconBellRinging size={17} />}
      title={t.title}
      styles={{
        root: { background: 'var(--c-warn-bg)' },
        icon: { color: 'var(--c-warn)', marginInlineEnd: 8, width: 18 },
        title: { color: 'var(--c-warn)', fontSize: 13, fontWeight: 600 },
        message: { color: 'var(--mantine-color-text)', fontSize: 13 },
      }}
    >
      {t.body}{' '}
      <Anchor
        size="sm"
        underline="always"
        renderRoot={(props) => <Link to="/settings/channels" {...props} />}
      >
        {t.link}
      </Anchor>
    </Alert>
  )
}
