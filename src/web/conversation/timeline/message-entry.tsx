import { IconBolt, IconRobot } from '@tabler/icons-react'
import type { Attachment } from '../../../inbox/attachment-schema.ts'
import type { TimelineEntry } from '../../../inbox/schema.ts'
import { useZone } from '../../session/session.ts'
import { text } from '../../text.ts'
import { Person } from '../../ui/person.tsx'
import { formatClock, formatMoment } from '../../ui/time.tsx'
import { isNamesOf, MessageFiles } from './message-files.tsx'
import { RichText } from './rich-text.tsx'
import classes from './timeline.module.css'

const t = text.inbox.timeline

type Props = { conversationId: string; entry: TimelineEntry; grouped: boolean }

/** A message: the customer's on the left, ours on the right; machines say that they are machines. */
export function MessageEntry({ conversationId, entry, grouped }: Props) {
  const zone = useZone()
  const { actor, data, at } = entry
  const side = actor.kind === 'contact' ? 'contact' : 'team'
  const machine = actor.kind === 'bot' ? t.bot : actor.kind === 'workflow' ? t.workflow : null
  const name = actor.name ?? machine ?? (side === 'contact' ? text.inbox.row.someone : t.someone)
  const files = (data.attachments ?? []) as Attachment[]
  const failed = data.delivery === 'rejected'
  return (
    <li
      className={classes.message}
      data-side={side}
      data-more={grouped}
      data-state={failed ? 'failed' : undefined}
    >
      <div className={classes.avatar}>
        {grouped ? null : machine ? (
          <span style={{ color: 'var(--c-muted)' }} aria-hidden>
            {actor.kind === 'bot' ? <IconRobot size={22} /> : <IconBolt size={22} />}
          </span>
        ) : (
          <Person name={name} id={actor.id} size={26} />
        )}
      </div>
      <div className={classes.body}>
        {!grouped && (
          <div className={classes.meta}>
            <strong>{name}</strong>
            {machine && name !== machine && <span>{machine}</span>}
            <time dateTime={at} title={formatMoment(at, zone)}>
              {formatClock(at, zone)}
            </time>
          </div>
        )}
        {typeof data.subject === 'string' && <div className={classes.subject}>{t.subject(data.subject)}</div>}
        {!isNamesOf(files, data.body) && (
          <div className={classes.bubble} title={grouped ? formatMoment(at, zone) : undefined}>
            <RichText>{String(data.body ?? '')}</RichText>
          </div>
        )}
        {files.length > 0 && <MessageFiles conversationId={conversationId} files={files} />}
        {failed && (
          <div className={classes.problem}>
            {t.deliveryFailed}
            {typeof data.delivery_error === 'string' && `: ${data.delivery_error}`}
          </div>
        )}
      </div>
    </li>
  )
}
