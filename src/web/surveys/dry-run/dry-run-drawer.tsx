import { Button, Drawer, Progress, SegmentedControl, Text } from '@mantine/core'
import { IconCalendarOff } from '@tabler/icons-react'
import { useState } from 'react'
import { text } from '../../text.ts'
import { Empty } from '../../ui/empty.tsx'
import { Failed } from '../../ui/failed.tsx'
import type { PolicyDraft } from '../policy/use-draft.ts'
import { requestFor } from '../policy/use-draft.ts'
import { DryRunDifferences } from './dry-run-differences.tsx'
import { DryRunFigures } from './dry-run-figures.tsx'
import classes from './dry-run.module.css'
import { useDryRun } from './use-dry-run.ts'

const t = text.dryRun
const DAYS = ['7', '30', '90']

type Props = { opened: boolean; onClose: () => void; draft: PolicyDraft }

/** What the unsaved changes would have done to the conversations of the last days (SPEC § 3.3). */
export function DryRunDrawer({ opened, onClose, draft }: Props) {
  const [days, setDays] = useState('30')
  const { state, start, cancel, loadMore, loadingMore } = useDryRun(
    requestFor(draft.base, draft),
    Number(days),
    opened,
  )
  /** The next one begins again with what its button says. */
  function leave(): void {
    setDays('30')
    onClose()
  }
  return (
    <Drawer
      opened={opened}
      onClose={leave}
      position="right"
      size={620}
      title={t.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Text size="sm" c="dimmed" mb="sm">
        {t.lead}
      </Text>
      <SegmentedControl
        aria-label={t.period}
        value={days}
        onChange={setDays}
        data={DAYS.map((value) => ({ value, label: t.days(Number(value)) }))}
        mb="md"
      />
      {state.kind === 'running' && <Running progress={state.progress} onCancel={cancel} />}
      {state.kind === 'cancelled' && (
        <div className={classes.stopped} role="status">
          <span>{t.cancelled}</span>
          <Button variant="default" onClick={start} data-autofocus>
            {t.start}
          </Button>
        </div>
      )}
      {state.kind === 'failed' && <Failed error={state.error} retry={start} />}
      {state.kind === 'done' &&
        (state.result.resolutions === 0 ? (
          <Empty icon={<IconCalendarOff size={22} />} title={t.emptyTitle(state.result.period.days)}>
            {t.emptyHelp}
          </Empty>
        ) : (
          <>
            <DryRunFigures result={state.result} />
            <DryRunDifferences differing={state.result.differing} loading={loadingMore} onMore={loadMore} />
            <details className={classes.assumptions}>
              <summary>{t.assumptions}</summary>
              <ul>
                {state.result.assumptions.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </details>
          </>
        ))}
    </Drawer>
  )
}

function Running({
  progress,
  onCancel,
}: {
  progress: { done: number; total: number } | null
  onCancel: () => void
}) {
  const share = progress && progress.total > 0 ? (progress.done / progress.total) * 100 : 0
  // Something is to be seen from the first moment.
  const shown = Math.max(2, share)
  return (
    <div className={classes.running}>
      <Progress.Root size="lg">
        <Progress.Section value={shown} aria-label={t.reading} />
      </Progress.Root>
      <div className={classes.stopped}>
        <span role="status">{t.reading}</span>
        <span className={classes.count}>{progress && t.progress(progress.done, progress.total)}</span>
        <Button variant="default" onClick={onCancel}>
          {text.common.cancel}
        </Button>
      </div>
    </div>
  )
}
