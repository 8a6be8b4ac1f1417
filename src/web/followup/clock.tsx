import { IconAlertTriangle, IconCheck, IconClock } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import type { CaseItem } from '../../followup/schema.ts'
import { useZone } from '../session/session.ts'
import { text } from '../text.ts'
import { formatMoment, ticking } from '../ui/time.tsx'
import classes from './clock.module.css'
import { spanOf, toneOf } from './due.ts'

const t = text.followup

/** How long there is until the customer should have heard back; in words, never by colour alone. */
export function Clock({ row }: { row: CaseItem }) {
  const zone = useZone()
  const now = useSyncExternalStore(ticking.watch, ticking.now)
  const [opened, due] = [Date.parse(row.opened_at), Date.parse(row.due_at)]
  if (row.state === 'closed') {
    return row.outcome && <span className={classes.state}>{t.outcomes[row.outcome].label}</span>
  }
  if (row.state === 'contacted') {
    const after = row.contacted_at
      ? t.clock.contacted(say(Date.parse(row.contacted_at) - opened))
      : t.states.contacted
    return (
      <span className={classes.clock} data-tone="good">
        <IconCheck size={13} aria-hidden />
        {after}
      </span>
    )
  }
  // The server has the say, whatever the clock of this machine shows.
  const tone = row.overdue ? 'late' : toneOf(opened, due, now)
  const Mark = tone === 'late' ? IconAlertTriangle : IconClock
  return (
    <time
      className={classes.clock}
      data-tone={tone}
      dateTime={row.due_at}
      title={t.clock.by(formatMoment(row.due_at, zone))}
    >
      <Mark size={13} aria-hidden />
      {tone !== 'late'
        ? t.clock.due(say(due - now))
        : now < due
          ? t.clock.overdueNow
          : t.clock.overdue(say(now - due))}
    </time>
  )
}

/** "3 h", "2 days". */
export function say(ms: number): string {
  const { unit, n } = spanOf(ms)
  return t.clock[unit](n)
}
