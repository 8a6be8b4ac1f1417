import { Text } from '@mantine/core'
import type { Response } from '../../surveys/schema.ts'
import { text } from '../text.ts'
import { ScoreMark } from '../ui/score-mark.tsx'
import { TimeAgo } from '../ui/time.tsx'
import classes from './contact.module.css'

const t = text.inbox.contact

/** Every rating the contact ever gave that this member may see (O11). */
export function ContactRatings({ responses }: { responses: Response[] }) {
  const average = responses.reduce((sum, { score }) => sum + score, 0) / responses.length
  return (
    <section className={classes.section}>
      <h2 className={classes.title}>
        {t.ratings}
        {responses.length > 1 && (
          <Text size="xs" c="dimmed" fw={400}>
            {t.average(average.toFixed(1), responses.length)}
          </Text>
        )}
      </h2>
      {responses.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t.noRatings}
        </Text>
      ) : (
        <ul className={classes.items}>
          {responses.map((response) => (
            <li key={response.id} className={classes.rating}>
              <div className={classes.ratingHead}>
                <ScoreMark score={response.score} />
                <span>
                  {response.edited_at && `${t.edited} · `}
                  <TimeAgo at={response.edited_at ?? response.submitted_at} />
                </span>
              </div>
              {response.comment && <p className={classes.comment}>{response.comment}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
