import type { CaseDetail } from '../../../followup/schema.ts'
import type { CaseOutcome } from '../../../policy/follow-up/follow-up.ts'
import { useNames } from '../../session/directory.ts'
import { useZone } from '../../session/session.ts'
import { text } from '../../text.ts'
import { ScoreMark } from '../../ui/score-mark.tsx'
import { formatMoment, TimeAgo } from '../../ui/time.tsx'
import classes from './case.module.css'

const t = text.followup.history

/** What happened to a case, oldest first. */
export function History({ row }: { row: CaseDetail }) {
  const names = useNames()
  const zone = useZone()
  return (
    <details className={classes.history}>
      <summary>{t.title}</summary>
      <ol tabIndex={0} aria-label={t.title}>
        {row.events.map((event) => (
          <li key={event.id}>
            <span>{sentenceOf(event, names, zone)}</span>
            {event.score !== null && event.kind !== 'opened' && (
              <ScoreMark score={event.score} scale={row.scale ?? undefined} />
            )}
            <span className={classes.who}>{t.by(actorOf(event))}</span>
            <TimeAgo at={event.at} />
            {noteOf(event) && <q>{noteOf(event)}</q>}
          </li>
        ))}
      </ol>
    </details>
  )
}

type Event = CaseDetail['events'][number]

function actorOf({ actor }: Event): string {
  return actor.name ?? (actor.kind === 'system' ? t.system : t.someone)
}

function noteOf({ kind, data }: Event): string | null {
  return kind === 'closed' && typeof data.note === 'string' ? data.note : null
}

function sentenceOf({ kind, data }: Event, names: ReturnType<typeof useNames>, zone: string): string {
  const owner = typeof data.owner_id === 'string' ? (names(data.owner_id) ?? t.someone) : null
  switch (kind) {
    case 'opened':
      return t.opened(owner)
    case 'assigned':
      return data.because === 'owner_left' ? t.ownerLeft : t.assigned(owner)
    case 'due_changed':
      return t.due_changed(formatMoment(String(data.due_at), zone))
    case 'closed':
      return data.set_aside ? t.setAside : t.closed(text.followup.outcomes[data.outcome as CaseOutcome].label)
    case 'low_answer':
    case 'changed_answer':
    case 'words_added':
    case 'better_answer':
    case 'contacted':
    case 'overdue':
    case 'conversation_reopened':
    case 'reopened':
      return t[kind]
    default:
      return kind
  }
}
