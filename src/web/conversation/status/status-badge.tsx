import type { ConversationStatus } from '../../../policy/settings.ts'
import { isEnded } from '../../../policy/settings.ts'
import { text } from '../../text.ts'
import classes from './status-badge.module.css'

/** A conversation's status in a word; colour only repeats it. */
export function StatusBadge({ status }: { status: ConversationStatus }) {
  const tone = status === 'open' ? 'good' : status === 'snoozed' ? 'warn' : isEnded(status) ? 'quiet' : 'good'
  return (
    <span className={classes.badge} data-tone={tone}>
      {text.statuses[status]}
    </span>
  )
}
