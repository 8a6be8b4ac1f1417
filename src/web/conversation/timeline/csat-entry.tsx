import { UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconHourglassOff, IconMoodSmile, IconSend2 } from '@tabler/icons-react'
import type { TimelineEntry } from '../../../inbox/schema.ts'
import type { ChannelId } from '../../../policy/settings.ts'
import { text } from '../../text.ts'
import { ScoreMark } from '../../ui/score-mark.tsx'
import { TimeAgo } from '../../ui/time.tsx'
import classes from './timeline.module.css'

const t = text.inbox.timeline
const ICON = { size: 15, 'aria-hidden': true } as const

/** A survey's life on the timeline: asked, answered, withdrawn, expired, failed (O6). */
export function CsatEntry({ entry, onWhy }: { entry: TimelineEntry; onWhy: () => void }) {
  const { kind, data, at } = entry
  if (kind === 'csat_submitted') return <Submitted entry={entry} />
  const byChannel = typeof data.channel === 'string' ? text.ways[data.channel as ChannelId] : undefined
  const said = typeof data.sentence === 'string' ? data.sentence : undefined
  const reason = said ?? (typeof data.reason === 'string' ? reasonText(data.reason) : undefined)
  const way = data.link_only
    ? t.byLink
    : data.place === 'portal'
      ? t.inPortal
      : kind === 'csat_requested'
        ? byChannel
        : undefined
  const about = [way, reason].filter((each) => each !== undefined)
  const line = {
    csat_requested: { icon: <IconSend2 {...ICON} />, title: t.requested },
    csat_withdrawn: { icon: <IconMoodSmile {...ICON} />, title: t.withdrawn },
    csat_expired: { icon: <IconHourglassOff {...ICON} />, title: t.expired },
    csat_failed: { icon: <IconAlertTriangle {...ICON} color="var(--c-bad)" />, title: t.failed },
  }[kind as 'csat_requested']
  return (
    <li className={classes.event}>
      {line.icon}
      <UnstyledButton
        onClick={onWhy}
        fz="inherit"
        c="inherit"
        td="underline"
        style={{ textUnderlineOffset: 3 }}
      >
        {line.title}
      </UnstyledButton>
      {about.length > 0 && <span>{about.join(' · ')}</span>}
      <TimeAgo at={at} />
    </li>
  )
}

function Submitted({ entry: { data, at } }: { entry: TimelineEntry }) {
  const score = typeof data.score === 'number' ? data.score : null
  const reasons = Array.isArray(data.reasons) ? (data.reasons as string[]) : []
  return (
    <li className={classes.card}>
      <div className={classes.cardHead}>
        {score !== null && <ScoreMark score={score} />}
        <span>{data.changed ? t.updated : t.submitted}</span>
        <span className={classes.when}>
          <TimeAgo at={at} />
        </span>
      </div>
      {score === null && <div style={{ color: 'var(--c-muted)', marginTop: 4 }}>{t.hidden}</div>}
      {typeof data.comment === 'string' && data.comment && <p className={classes.comment}>{data.comment}</p>}
      {reasons.length > 0 && (
        <div style={{ color: 'var(--c-muted)', marginTop: 6 }}>{reasons.join(' · ')}</div>
      )}
    </li>
  )
}

function reasonText(reason: string): string {
  return t.reasons[reason] ?? reason.replaceAll('_', ' ')
}
