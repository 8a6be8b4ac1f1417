import { Link } from '@tanstack/react-router'
import type { Achievements } from '../../insights/achievements/achievement-schema.ts'
import { text } from '../text.ts'
import { customerName } from '../ui/name-of.ts'
import { Person } from '../ui/person.tsx'
import { ScoreMark } from '../ui/score-mark.tsx'
import { TimeAgo } from '../ui/time.tsx'
import classes from './achievements.module.css'

const t = text.achievements

/** Kind words of a customer, with the conversation they are about. */
export function Praise({ praise }: { praise: Achievements['comments']['data'][number] }) {
  const { contact_name: name, conversation_id: conversationId } = praise
  return (
    <li className={classes.praise}>
      <blockquote className={classes.quote} dir="auto">
        {praise.comment}
      </blockquote>
      <div className={classes.by}>
        <Person name={customerName(name)} id={praise.contact_id} size={22} />
        <span className={classes.name}>{customerName(name)}</span>
        <ScoreMark score={praise.score} />
        <span className={classes.when}>
          <TimeAgo at={praise.submitted_at} />
        </span>
        <Link
          to="/inbox/$conversationId"
          params={{ conversationId }}
          search={{ status: 'all' }}
          className={classes.link}
          aria-label={t.openOf(customerName(name))}
        >
          {t.open}
        </Link>
      </div>
    </li>
  )
}
