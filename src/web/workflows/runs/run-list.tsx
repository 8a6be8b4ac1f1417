import { Button, Skeleton, UnstyledButton } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { text } from '../../text.ts'
import { Empty } from '../../ui/empty.tsx'
import { Failed } from '../../ui/failed.tsx'
import { customerName } from '../../ui/name-of.ts'
import { Moment } from '../../ui/time.tsx'
import { runsQuery } from '../queries.ts'
import { RunDrawer } from './run-drawer.tsx'
import { stateOf, toneOf, whichOf } from './run-words.ts'
import classes from './runs.module.css'

const t = text.workflows.log

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
      <ul className={`${classes.log} ${classes.runs}`} aria-label={t.list}>
        {runs.map((run) => (
          <li key={run.id}>
            <UnstyledButton w="100%" onClick={() => setOpen(run.id)}>
              <span className={classes.outcome} data-tone={toneOf(run)}>
                {stateOf(run)}
              </span>
              <strong>{customerName(run.conversation.contact_name)}</strong>: {whichOf(run.conversation)}
              {run.sentence && <span className={classes.aside}> · {run.sentence}</span>}
              <span className={classes.when}>
                <Moment at={run.started_at} />
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
