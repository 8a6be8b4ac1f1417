import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { DryRunResult } from '../../../dry-run/schema.ts'
import { text } from '../../text.ts'
import { ChannelIcon } from '../../ui/channel.tsx'
import { customerName } from '../../ui/name-of.ts'
import { TimeAgo } from '../../ui/time.tsx'
import classes from './dry-run.module.css'

const t = text.dryRun

type Differing = DryRunResult['differing']
type Props = { differing: Differing; loading: boolean; onMore: () => void }

/** The conversations that would get more or fewer surveys, each with the reason before and after. */
export function DryRunDifferences({ differing, loading, onMore }: Props) {
  if (differing.data.length === 0) return null
  return (
    <section>
      <h3 className={classes.heading}>{t.list}</h3>
      <ol className={classes.list} aria-label={t.list}>
        {differing.data.map((each) => (
          <Difference key={`${each.conversation_id} ${each.resolution}`} difference={each} />
        ))}
      </ol>
      {differing.next_cursor && (
        <Button mt="sm" variant="default" loading={loading} onClick={onMore}>
          {text.common.loadMore}
        </Button>
      )}
    </section>
  )
}

function Difference({ difference }: { difference: Differing['data'][number] }) {
  const { conversation_id: conversationId, contact, subject, channel, at, made, before, after } = difference
  const name = customerName(contact.name)
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <ChannelIcon channel={channel} size={16} />
        {/* In a tab of its own: the changes here are not saved yet. */}
        <Anchor
          aria-label={t.opens(name)}
          renderRoot={(props) => (
            <Link
              to="/inbox/$conversationId"
              params={{ conversationId }}
              target="_blank"
              rel="noopener"
              {...props}
            />
          )}
        >
          {name}
        </Anchor>
        <span className={classes.subject}>{subject ?? t.noSubject}</span>
        <TimeAgo at={at} className={classes.when!} />
      </div>
      <dl className={classes.reasons}>
        {made !== before.made && (
          <>
            <dt>{t.really}</dt>
            <dd data-asked={made > 0}>{t.reallyMade(made)}</dd>
          </>
        )}
        <Reason name={t.before} verdict={before} />
        <Reason name={t.after} verdict={after} />
      </dl>
    </li>
  )
}

function Reason({ name, verdict }: { name: string; verdict: Differing['data'][number]['before'] }) {
  return (
    <>
      <dt>{name}</dt>
      <dd data-asked={verdict.made > 0}>
        {verdict.sentence} {verdict.by && t.by[verdict.by]}{' '}
        {verdict.made > 1 && `(${t.surveys(verdict.made)})`}
      </dd>
    </>
  )
}
