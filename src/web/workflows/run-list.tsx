import { Button, Skeleton, UnstyledButton } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Run } from '../../workflows/schema.ts'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { TimeAgo } from '../ui/time.tsx'
import { runsQuery } from './queries.ts'
import { RunDrawer } from './run-drawer.tsx'
import classes from './workflows.module.css'

const t = text.workflows.log

/** What stands out: what went wrong, and what is still under way. */
export const TONES = {
  running: 'going',
  waiting: 'going',
  finished: 'good',
  failed: 'bad',
  cancelled: 'quiet',
  stopped: 'bad',
} as const satisfies Record<Run['state'], string>

/** Every run, newest first. */
export function RunList({ id }: { id: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    runsQuery(id),
  )
  const [open, setOpen] = useState<string | null>(null)
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton h={140} radius="md" />
  const runs = data.pages.flatMap((page) => page.data)
  if (runs.length === 0) {
    return (
      <Empty icon={<IconPlayerPlay size={22} />} title={t.none}>
        {t.noneHelp}
      </Empty>
    )
  }
  return (
    <>
      <ul className={classes.log} aria-label={t.list}>
        {runs.map((run) => (
          <li key={run.id}>
            <UnstyledButton w="100%" onClick={() => setOpen(run.id)}>
              <span className={classes.outcome} data-tone={TONES[run.state]}>
                {t.states[run.state]}
              </span>
              <strong>{run.conversation.contact_name ?? t.someone}</strong>
              {run.conversation.subject && `: ${run.conversation.subject}`}
              {run.sentence && <span style={{ color: 'var(--c-muted)' }}> · {run.sentence}</span>}
              <span style={{ float: 'inline-end', color: 'var(--c-muted)' }}>
                <TimeAgo at={run.started_at} />
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button
          variant="default"
          size="xs"
          mt={10}
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t.more}
        </Button>
      )}
      <RunDrawer id={open} onClose={() => setOpen(null)} />
    </>
  )
}
