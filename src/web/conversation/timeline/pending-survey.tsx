import { UnstyledButton } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useZone } from '../../session/session.ts'
import { text } from '../../text.ts'
import { formatClock, formatMoment } from '../../ui/time.tsx'
import { conversationQuery } from '../queries.ts'
import classes from './timeline.module.css'

const t = text.inbox.timeline
const SOON_MS = 12 * 3_600_000

/** The survey that waits for its time, at the end of the timeline (O2). It gives way to "CSAT requested". */
export function PendingSurvey({ id, onWhy }: { id: string; onWhy: () => void }) {
  const zone = useZone()
  const pending = useQuery(conversationQuery(id)).data?.pending_survey
  if (!pending) return null
  const soon = Date.parse(pending.due_at) - Date.now() < SOON_MS
  const at = soon ? formatClock(pending.due_at, zone) : formatMoment(pending.due_at, zone)
  return (
    <li className={classes.event}>
      <IconClock size={15} aria-hidden />
      <UnstyledButton
        onClick={onWhy}
        fz="inherit"
        c="inherit"
        td="underline"
        style={{ textUnderlineOffset: 3 }}
      >
        {t.pending(at, text.ways[pending.channel])}
      </UnstyledButton>
    </li>
  )
}
