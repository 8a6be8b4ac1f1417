import { Button, Skeleton, UnstyledButton } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Run } from '../../workflows/schema.ts'
import { customerName } from '../inbox/name-of.ts'
import { text } from '../text.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Moment } from '../ui/time.tsx'
import { runsQuery } from './queries.ts'
import { RunDrawer } from './run-drawer.tsx'
import classes from './workflows.module.css'

const t = text.workflows.log

/** What stands out: what went wrong, and what is still under way. */
const TONES = {
  running: 'going',
  waiting: 'going',
  finished: 'good',
  failed: 'bad',
  cancelled: 'quiet',
  stopped: 'bad',
} as const satisfies Record<Run['state'], string>

type Shown = Pick<Run, 'state' | 'steps_refused' | 'steps_failed'>

/** "Finished, 1 step refused": a run that came to its end may have done little. */
export function stateOf({ state, steps_refused: refused, steps_failed: failed }: Shown): string {
  const refusals = [refused > 0 ? t.refused(refused) : '', failed > 0 ? t.failed(failed) : '']
  const parts = state === 'failed' ? refusals.slice(0, 1) : refusals
  return [t.states[state], ...parts].filter(Boolean).join(', ')
}

/** How it looks: one that was refused something is not plainly good. */
export function toneOf({ state, steps_refused: refused, steps_failed: failed }: Shown): string {
  return state === 'finished' && refused + failed > 0 ? 'partly' : TONES[state]
}

/** Names that Candor gives by itself, for machines: `web:01a1…`, `sms:SM12…`. */
const OWN_NAME = /^[a-z_]+:/

/** By what a conversation is told from the others of its contact: the subject, else a number that somebody gave it. */
export function whichOf({ subject, external_id: number }: Run['conversation']): string {
  if (subject !== null && subject !== '') return subject
  return number === null || OWN_NAME.test(number) ? text.inbox.row.noSubject : `#${number}`
}

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
